import assert from "node:assert/strict";
import { test } from "node:test";
import { perform } from "./fake-io.ts";
import { createProject } from "./fake-project.ts";

test("the reference has a section for every option", async () => {
  const { code, stdout } = await perform({ argv: ["docs"] });
  assert.equal(code, 0);
  assert.match(stdout, /^# Options\n/);
  const names = await perform({ argv: ["options", "-o", "name"] });
  for (const name of names.stdout.trim().split("\n")) {
    assert.ok(stdout.includes(`\n### \`${name}\`\n`), name);
  }
  assert.match(
    stdout,
    /\n### `ghaf\.shm\.enable`\n\n.*\n\nNot realised in this version: /,
  );
  assert.doesNotMatch(stdout, /Declared in: `[^`]*:\d+`/);
  assert.match(
    stdout,
    /\n- Declared in: `packages\/system\/src\/options\/\S+\.ts`\n/,
  );
});

test("the schema is one of a configuration file", async (t) => {
  const project = createProject(t);
  const { code, stdout } = await project.ghaf(
    "docs",
    "--format",
    "json-schema",
    "--out",
    "a/schema.json",
  );
  assert.deepEqual([code, stdout], [0, ""]);
  const schema = JSON.parse(project.read("a/schema.json"));
  assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
  assert.deepEqual(Object.keys(schema.properties), [
    "$schema",
    "imports",
    "ghaf",
  ]);
  const text = JSON.stringify(schema);
  for (const [, name] of text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
    assert.ok(
      Object.hasOwn(schema.$defs, decodeURIComponent(name ?? "")),
      name,
    );
  }
});

test("what cannot be written says why", async (t) => {
  const project = createProject(t, { file: "" });
  const { code, stderr } = await project.ghaf("docs", "--out", "file/x.md");
  assert.equal(code, 1);
  assert.match(stderr, /^error: cannot write .*file\/x\.md: /);
});
