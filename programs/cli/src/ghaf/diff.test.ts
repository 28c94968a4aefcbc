import assert from "node:assert/strict";
import { test } from "node:test";
import { createProject, systemText } from "./fake-project.ts";

const BEFORE = systemText('ghaf: { layout: "default", build: "debug" },');
const AFTER = systemText('ghaf: { layout: "headless", build: "debug" },');

test("options that changed, before and after", async (t) => {
  const project = createProject(t, { "a.ts": BEFORE, "b.ts": AFTER });
  const { code, stdout } = await project.ghaf("diff", "a.ts", "b.ts");
  assert.equal(code, 0);
  assert.match(stdout, /^~ ghaf\.layout: "default" -> "headless"$/m);
  assert.doesNotMatch(stdout, /ghaf\.build/);
  const json = await project.ghaf("diff", "a.ts", "b.ts", "-o", "json");
  const { options } = JSON.parse(json.stdout);
  const layout = { path: "ghaf.layout", before: "default", after: "headless" };
  assert.ok(
    options.some(
      (one: object) => JSON.stringify(one) === JSON.stringify(layout),
    ),
  );
});

test("a file is the same as itself, and --exit-code says which it is", async (t) => {
  const project = createProject(t, { "a.ts": BEFORE, "b.ts": AFTER });
  const same = await project.ghaf("diff", "--exit-code", "a.ts", "a.ts");
  assert.deepEqual(
    [same.code, same.stdout, same.stderr],
    [0, "", "the same\n"],
  );
  const json = await project.ghaf("diff", "a.ts", "a.ts", "-o", "json");
  assert.deepEqual(JSON.parse(json.stdout), {
    options: [],
    vms: { added: [], removed: [] },
  });
  const differs = await project.ghaf("diff", "--exit-code", "a.ts", "b.ts");
  assert.equal(differs.code, 1);
  assert.notEqual(differs.stdout, "");
});

test("a side with errors is refused", async (t) => {
  const bad = systemText('ghaf: { layout: "odd" },');
  const project = createProject(t, { "a.ts": BEFORE, "bad.ts": bad });
  const { code, stdout, stderr } = await project.ghaf("diff", "a.ts", "bad.ts");
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, / at bad\.ts:4:11\n/);
});
