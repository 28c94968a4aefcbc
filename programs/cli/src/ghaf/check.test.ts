import assert from "node:assert/strict";
import { test } from "node:test";
import { createProject, systemText } from "./fake-project.ts";

const BAD = systemText(
  "ghaf: {",
  '  layout: "headles",',
  "  givc: { enabel: true },",
  "  firewall: { 'kernel-modules': { enable: 1 } },",
  "},",
);

test("a configuration without problems ends with 0", async (t) => {
  const project = createProject(t, { "system.ts": systemText() });
  const outcome = await project.ghaf("check");
  assert.deepEqual(
    [outcome.code, outcome.stdout, outcome.stderr],
    [0, "", "no problems\n"],
  );
});

test("a folder is looked through for its configuration", async (t) => {
  const project = createProject(t, { "device/system.ts": systemText() });
  const { code, stderr } = await project.ghaf("check", "device");
  assert.deepEqual([code, stderr], [0, "no problems\n"]);
  const none = await project.ghaf("check", ".");
  assert.equal(none.code, 2);
  assert.match(none.stderr, /has no configuration/);
});

test("every mistake comes at once, with its line, in the order of lines", async (t) => {
  const project = createProject(t, { "system.ts": BAD });
  const outcome = await project.ghaf("check", "system.ts");
  assert.deepEqual([outcome.code, outcome.stdout], [2, ""]);
  const [layout, enabel, enable, end] =
    outcome.stderr.split(/^(?=error: |\d)/m);
  assert.match(
    layout ?? "",
    /^error: ghaf\.layout: expected .*headless.*given "headles"\n {2}at system\.ts:5:5\n {2}declared in packages\/system\/src\/options\/\S+:\d+\n/,
  );
  assert.match(
    enabel ?? "",
    /^error: ghaf\.givc\.enabel: is not an option\n {2}at system\.ts:6:13\n {2}fix: did you mean "enable"\?\n$/,
  );
  assert.match(
    enable ?? "",
    /^error: ghaf\.firewall\.kernel-modules\.enable: expected boolean, given 1\n {2}at system\.ts:7:37\n/,
  );
  assert.equal(end, "3 errors\n");
});

test("the same mistakes in JSON and YAML have the same words and exact lines", async (t) => {
  const data = {
    ghaf: {
      layout: "headles",
      givc: { enabel: true },
      firewall: { "kernel-modules": { enable: 1 } },
    },
  };
  const project = createProject(t, {
    "a.json": JSON.stringify(data, undefined, 2),
    "b.yaml":
      "ghaf:\n  layout: headles\n  givc:\n    enabel: true\n  firewall:\n    kernel-modules:\n      enable: 1\n",
    "c.ts": BAD,
  });
  const withoutPlaces = (text: string) => text.replace(/^ {2}at .*\n/gm, "");
  const [json, yaml, ts] = await Promise.all(
    ["a.json", "b.yaml", "c.ts"].map((file) => project.ghaf("check", file)),
  );
  assert.match(json?.stderr ?? "", /at a\.json:3:5\n/);
  assert.match(
    yaml?.stderr ?? "",
    /at b\.yaml:2:3\n[\s\S]*at b\.yaml:4:5\n[\s\S]*at b\.yaml:7:7\n/,
  );
  assert.equal(
    withoutPlaces(json?.stderr ?? ""),
    withoutPlaces(ts?.stderr ?? "-"),
  );
  assert.equal(
    withoutPlaces(yaml?.stderr ?? ""),
    withoutPlaces(ts?.stderr ?? "-"),
  );
});

test("-o json has the problems with absolute places, and the status stays", async (t) => {
  const project = createProject(t, { "system.ts": BAD });
  const { code, stdout, stderr } = await project.ghaf("check", "-o", "json");
  assert.deepEqual([code, stderr], [2, ""]);
  const problems: { path: string; code: string; places: object[] }[] =
    JSON.parse(stdout);
  const first = problems.find(({ path }) => path === "ghaf.layout");
  assert.equal(first?.code, "wrong-type");
  assert.deepEqual(first?.places[0], {
    label:
      first === undefined ? "" : Reflect.get(first.places[0] ?? {}, "label"),
    position: { file: `${project.folder}/system.ts`, line: 5, column: 5 },
  });
});

test("files that cannot be loaded", async (t) => {
  const project = createProject(t, {
    "syntax.ts": 'import { x } from "./gone.ts";\nexport default { a: };\n',
    "syntax.json": '{\n  "ghaf": {\n',
    "syntax.yaml": "ghaf: [\n",
    "import.ts": 'import { x } from "./gone.ts";\nexport default x;\n',
    "other.txt": "",
  });
  for (const [file, message] of [
    ["syntax.ts", /^error: .*\n[\s\S]* at syntax\.ts:2:\d+\n/],
    ["syntax.json", /^error: .*\n[\s\S]* at syntax\.json:\d+:\d+\n/],
    ["syntax.yaml", /^error: .*\n[\s\S]* at syntax\.yaml:\d+:\d+\n/],
    ["import.ts", /^error: .*gone\.ts.*\n[\s\S]* at import\.ts:1:\d+\n/],
    ["missing.ts", /^error: does not exist\n {2}in missing\.ts\n/],
    ["other.txt", /^error: is no kind of file/],
  ] as const) {
    const outcome = await project.ghaf("check", file);
    assert.deepEqual([outcome.code, outcome.stdout], [2, ""], file);
    assert.match(outcome.stderr, message);
  }
});

test("a folder without configuration, and one with two", async (t) => {
  const project = createProject(t);
  const none = await project.ghaf("check");
  assert.equal(none.code, 2);
  assert.match(none.stderr, /^error: has no configuration[\s\S]*ghaf init/);
  project.write("system.ts", systemText());
  project.write("system.yaml", "ghaf: {}\n");
  const two = await project.ghaf("check");
  assert.equal(two.code, 2);
  assert.match(two.stderr, /^error: has more than one configuration/);
});

test("--types adds what only the compiler sees, once a line", async (t) => {
  const project = createProject(t, {
    "system.ts": `${BAD}const unused: number = "text";\n`,
  });
  const { code, stderr } = await project.ghaf("check", "--types");
  assert.equal(code, 2);
  assert.match(stderr, /at system\.ts:10:7\n/);
  assert.match(stderr, /\n4 errors\n$/);
});

test("names of others cannot act on the terminal", async (t) => {
  const project = createProject(t, {
    "system.json": JSON.stringify({ "a\u001b[2J": 1 }),
  });
  const { stderr } = await project.ghaf("check");
  assert.match(stderr, /^error: "?a\\+(x1b|u001b)\[2J"?: is not an option/);
});

test("colours for who looks, and how long it took", async (t) => {
  const project = createProject(t, { "system.ts": BAD });
  const written: string[] = [];
  const stderr = {
    isTerminal: true,
    write: async (text: string) => void written.push(text),
  };
  await project.perform({ argv: ["check"], io: { stderr } });
  assert.match(written.join(""), /^\u001b\[31merror:\u001b\[0m /);
  assert.match(written.join(""), /\n3 errors in \d+ ms\n$/);
});

test("a path is not a file", async (t) => {
  const project = createProject(t);
  const { code, stderr } = await project.ghaf("check", "ghaf.layout");
  assert.equal(code, 2);
  assert.match(stderr, /^error: there is no file ghaf\.layout\n/);
});

test("what is defined and changes nothing yet is a hint", async (t) => {
  const project = createProject(t, {
    "system.ts": systemText(
      "ghaf: {",
      "  shm: { memSize: 32, flataddr: '0x920000000' },",
      "  graphics: { labwc: { gtk: { theme: 'Other' } } },",
      "  givc: { appPrefix: '/srv' },",
      // As it would be anyway.
      "  logging: { listener: { address: 'admin-vm' } },",
      "},",
    ),
  });
  const { code, stderr } = await project.ghaf("check");
  assert.equal(code, 0);
  const [size, theme, end] = stderr.split(/^(?=hint: |\d)/m);
  assert.match(
    theme ?? "",
    /^hint: ghaf\.graphics\.labwc\.gtk\.theme: changes nothing in this version: .*\n {2}at system\.ts:6:\d+\n$/,
  );
  assert.match(
    size ?? "",
    /^hint: ghaf\.shm\.memSize: .*\n {2}at system\.ts:5:12\n$/,
  );
  assert.equal(end, "2 hints\n");
});
