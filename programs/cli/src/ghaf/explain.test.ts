import assert from "node:assert/strict";
import { test } from "node:test";
import { createProject, systemText } from "./fake-project.ts";

test("every definition with its line, and why one won", async (t) => {
  const project = createProject(t, {
    "system.ts": `import { defineSystem, force } from "@ghaf/system";
import base from "./base.ts";

export default defineSystem({
  imports: [base],
  ghaf: { layout: force("headless") },
});
`,
    "base.ts": systemText('ghaf: { layout: "native" },'),
  });
  const { code, stdout, stderr } = await project.ghaf("explain", "ghaf.layout");
  assert.deepEqual([code, stderr], [0, ""]);
  const lines = stdout.split("\n");
  assert.equal(lines[0], 'ghaf.layout = "headless"');
  assert.match(
    stdout,
    /, declared in packages\/system\/src\/options\/\S+:\d+:\d+\n/,
  );
  assert.match(stdout, /\nused +force +system\.ts:6:11 +"headless"\n/);
  assert.match(stdout, /\noverridden +plain +base\.ts:4:11 +"native"\n/);
  assert.match(stdout, /\noverridden +default +packages\/\S+ +"default"\n/);
  assert.match(
    stdout,
    /\nThe definition at system\.ts:6:11 won; force is stronger than plain and default\.\n\nfeeds:\n/,
  );
});

test("-o json has the same facts", async (t) => {
  const project = createProject(t, { "system.ts": systemText() });
  const { stdout } = await project.ghaf(
    "explain",
    "system.ts",
    "ghaf.layout",
    "-o",
    "json",
  );
  const facts = JSON.parse(stdout);
  assert.equal(facts.path, "ghaf.layout");
  assert.equal(facts.value, "default");
  assert.equal(facts.definitions.length, 1);
  assert.equal(facts.why, "Nothing defines it, so it is the declared default.");
});

test("an option that has a problem: everything on stderr, and 2", async (t) => {
  const project = createProject(t, {
    "system.ts": `import { defineModule, defineSystem } from "@ghaf/system";
const other = defineModule({ ghaf: { layout: "native" } });
export default defineSystem({
  imports: [other],
  ghaf: { layout: "headless", firewall: { "kernel-modules": { enable: 1 as never } } },
});
`,
  });
  const { code, stdout, stderr } = await project.ghaf("explain", "ghaf.layout");
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^ghaf\.layout = failed\n/);
  assert.match(stderr, / +system\.ts:2:38 +"native"\n/);
  assert.match(stderr, /\nerror: ghaf\.layout: /);
  assert.doesNotMatch(stderr, /firewall/);
  const other = await project.ghaf("explain", "ghaf.build");
  assert.equal(other.code, 0);
  assert.match(other.stderr, /^elsewhere: 2 errors \(ghaf check\)\n$/);
});

test("unknown names and groups end with 3", async (t) => {
  const project = createProject(t, { "system.ts": systemText() });
  const unknown = await project.ghaf("explain", "ghaf.layuot");
  assert.deepEqual([unknown.code, unknown.stdout], [3, ""]);
  assert.match(unknown.stderr, /did you mean ghaf\.layout/);
  const group = await project.ghaf("explain", "ghaf.givc");
  assert.equal(group.code, 3);
  assert.match(group.stderr, /^error: ghaf\.givc is a group, not an option\n/);
  const nothing = await project.ghaf("explain", "system.ts");
  assert.equal(nothing.code, 2);
});

test("what an option changes, or why it changes nothing", async (t) => {
  const project = createProject(t, { "system.ts": systemText() });
  const explain = (...words: string[]) => project.ghaf("explain", ...words);
  const layout = await explain("ghaf.layout");
  assert.match(
    layout.stdout,
    /\n\nfeeds:\n( {2}\S+:\/\S+\n)+( {2}… and \d+ more: -o json has all\n)?$/,
  );
  const memory = await explain("ghaf.shm.memSize");
  assert.match(memory.stdout, /\n\nunrealised: \w.*\n$/);
  const json = await explain("ghaf.shm.memSize", "-o", "json");
  const { unrealised, feeds } = JSON.parse(json.stdout);
  assert.deepEqual(
    [memory.stdout.endsWith(`unrealised: ${unrealised}\n`), feeds],
    [true, undefined],
  );
});
