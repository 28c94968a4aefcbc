import assert from "node:assert/strict";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createProject } from "./fake-project.ts";

const FILES = ["system.ts", "tsconfig.json", ".gitignore", "README.md"];

for (const template of ["minimal", "headless", "laptop"]) {
  test(`${template} begins without problems, for the compiler too`, async (t) => {
    const project = createProject(t);
    const made = await project.ghaf("init", "--template", template);
    assert.deepEqual([made.code, made.stdout], [0, `${FILES.join("\n")}\n`]);
    assert.deepEqual(readdirSync(project.folder).sort(), [...FILES].sort());
    const checked = await project.ghaf("check", "--types");
    assert.doesNotMatch(checked.stderr, /^(error|warning)/m);
    assert.equal(checked.code, 0);
  });
}

test("a folder is made, and the next commands are told", async (t) => {
  const project = createProject(t);
  const { stdout, stderr } = await project.ghaf("init", "a/my device");
  assert.match(stdout, /^a\/my device\/system\.ts\n/);
  assert.match(stderr, /^next:\n {2}cd 'a\/my device'\n {2}ghaf check\n/);
  assert.match(project.read("a/my device/README.md"), /^# my device\n/);
});

test("nothing is overwritten unless it is asked for", async (t) => {
  const project = createProject(t, {
    "system.ts": "mine",
    "README.md": "mine",
  });
  const refused = await project.ghaf("init");
  assert.deepEqual([refused.code, refused.stdout], [1, ""]);
  assert.match(
    refused.stderr,
    /^error: system\.ts, README\.md are in .* already\n/,
  );
  assert.deepEqual(readdirSync(project.folder).sort(), [
    "README.md",
    "system.ts",
  ]);
  assert.equal(project.read("system.ts"), "mine");
  assert.equal((await project.ghaf("init", "--force")).code, 0);
  assert.notEqual(project.read("system.ts"), "mine");
});

test("a link that leads elsewhere is replaced, not followed", async (t) => {
  const project = createProject(t, { "elsewhere.txt": "precious" });
  mkdirSync(join(project.folder, "new"));
  symlinkSync("../elsewhere.txt", join(project.folder, "new", "system.ts"));
  const refused = await project.ghaf("init", "new");
  assert.equal(refused.code, 1);
  assert.equal((await project.ghaf("init", "--force", "new")).code, 0);
  assert.equal(project.read("elsewhere.txt"), "precious");
});

test("--tsconfig writes that alone, again", async (t) => {
  const project = createProject(t, {
    "system.ts": "mine",
    "tsconfig.json": "old",
  });
  const { code, stdout } = await project.ghaf("init", "--tsconfig");
  assert.deepEqual([code, stdout], [0, "tsconfig.json\n"]);
  assert.deepEqual(readdirSync(project.folder).sort(), [
    "system.ts",
    "tsconfig.json",
  ]);
  assert.match(project.read("tsconfig.json"), /"@ghaf\/system": /);
});

test("a folder that cannot be made is an error that names it", async (t) => {
  const project = createProject(t, { file: "" });
  for (const folder of ["/proc/ghaf-new", "file/below"]) {
    const { code, stderr } = await project.ghaf("init", folder);
    assert.equal(code, 1);
    assert.match(stderr, /cannot write .*system\.ts/);
  }
});

test("folders above it are made too", async (t) => {
  const project = createProject(t, {});
  assert.equal((await project.ghaf("init", "a/b/c")).code, 0);
  assert.ok(readdirSync(join(project.folder, "a/b/c")).includes("system.ts"));
});
