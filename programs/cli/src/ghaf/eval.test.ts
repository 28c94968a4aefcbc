import assert from "node:assert/strict";
import { test } from "node:test";
import { createProject, systemText } from "./fake-project.ts";

const SYSTEM = systemText("ghaf: {", '  layout: "headless",', "},");

test("a scalar as it is, a group as YAML", async (t) => {
  const project = createProject(t, { "system.ts": SYSTEM });
  const layout = await project.ghaf("eval", "ghaf.layout");
  assert.deepEqual([layout.code, layout.stdout], [0, "headless\n"]);
  const enable = await project.ghaf("eval", "ghaf.givc.enable");
  assert.equal(enable.stdout, "false\n");
  const group = await project.ghaf("eval", "ghaf.users", "system.ts");
  assert.match(group.stdout, /^accounts:\n(?: {2}.*\n)* {2}user: /);
  const all = await project.ghaf("eval", "system.ts");
  assert.match(all.stdout, /^ghaf:\n/);
});

test("texts of others cannot act on the terminal", async (t) => {
  const project = createProject(t, {
    "system.ts": `import { option, t, withOptions } from "@ghaf/system";
const { defineSystem } = withOptions({
  acme: { text: option(t.string, { description: "Any." }) },
});
export default defineSystem({ acme: { text: "me\\u202e" } });
`,
  });
  const text = await project.ghaf("eval", "acme.text");
  assert.equal(text.stdout, "me\\u{202e}\n");
  for (const format of ["text", "json", "yaml", "table"]) {
    const group = await project.ghaf("eval", "acme", "-o", format);
    assert.match(group.stdout, /me\\u\{?202e/);
    assert.ok(!group.stdout.includes("\u202e"));
  }
});

test("-o chooses the form", async (t) => {
  const project = createProject(t, { "system.ts": SYSTEM });
  const json = await project.ghaf("eval", "-o", "json", "ghaf.layout");
  assert.equal(json.stdout, '"headless"\n');
  const yaml = await project.ghaf("eval", "-o", "yaml", "ghaf.layout");
  assert.equal(yaml.stdout, "headless\n");
  const table = await project.ghaf(
    "eval",
    "-o",
    "table",
    "ghaf.users.accounts",
  );
  assert.match(
    table.stdout,
    /^OPTION +VALUE\n(?:ghaf\.users\.accounts\.\w+ .*\n)+$/,
  );
});

test("a JSON configuration evaluates to what the TypeScript one does", async (t) => {
  const project = createProject(t, {
    "a.ts": systemText('ghaf: { layout: "headless", build: force("debug") },'),
    "b.json": '{"ghaf": {"layout": "headless", "build": {"$force": "debug"}}}',
    "c.yaml": "ghaf:\n  layout: headless\n  build: { $force: debug }\n",
  });
  const [ts, json, yaml] = await Promise.all(
    ["a.ts", "b.json", "c.yaml"].map((file) =>
      project.ghaf("eval", "-c", file),
    ),
  );
  assert.equal(ts?.code, 0);
  assert.equal(json?.stdout, ts?.stdout);
  assert.equal(yaml?.stdout, ts?.stdout);
});

test("--system prints what is made of the options", async (t) => {
  const project = createProject(t, { "system.ts": SYSTEM });
  const all = await project.ghaf("eval", "--system", "-o", "json");
  assert.equal(all.code, 0);
  assert.equal(JSON.parse(all.stdout).layout, "headless");
  const part = await project.ghaf("eval", "--system", "layout");
  assert.equal(part.stdout, "headless\n");
  const wrong = await project.ghaf("eval", "--system", "layoutt");
  assert.equal(wrong.code, 3);
  assert.match(
    wrong.stderr,
    /the system has no part layoutt\n {2}its parts: .*layout/,
  );
});

test("an unknown path ends with 3 and says what was meant", async (t) => {
  const project = createProject(t, { "system.ts": SYSTEM });
  const { code, stdout, stderr } = await project.ghaf("eval", "ghaf.layuot");
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(
    stderr,
    /^error: there is no option or group ghaf\.layuot\n {2}did you mean ghaf\.layout\b/,
  );
});

test("with an error anywhere nothing is printed", async (t) => {
  const project = createProject(t, {
    "system.ts": systemText(
      'ghaf: { layout: "headless", givc: { enable: "on" } },',
    ),
  });
  const { code, stdout, stderr } = await project.ghaf("eval", "ghaf.layout");
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(
    stderr,
    /^error: ghaf\.givc\.enable: expected boolean, given "on"\n[\s\S]*\n1 error\n$/,
  );
});

test("no password is printed, also not as a part of the system", async (t) => {
  const project = createProject(t, {
    "system.ts": systemText(
      'ghaf: { build: "debug", layout: "headless",',
      '  users: { accounts: { password: "open sesame" } } },',
    ),
  });
  for (const words of [[], ["--system"], ["--system", "host.account"]]) {
    const outcome = await project.ghaf("eval", ...words, "-o", "json");
    assert.equal(outcome.code, 0);
    assert.match(outcome.stdout, /"password": "\(hidden\)"/);
    assert.doesNotMatch(outcome.stdout + outcome.stderr, /sesame/);
  }
});
