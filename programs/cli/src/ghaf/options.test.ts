import assert from "node:assert/strict";
import { test } from "node:test";
import { perform } from "./fake-io.ts";
import { createProject } from "./fake-project.ts";

function options(...argv: readonly string[]) {
  return perform({ argv: ["options", ...argv] });
}

test("all of them, by name", async () => {
  const table = await options();
  assert.equal(table.code, 0);
  assert.match(table.stdout, /^NAME +TYPE +DEFAULT\n/);
  const names = (await options("-o", "name")).stdout.trim().split("\n");
  assert.ok(names.includes("ghaf.layout"));
  assert.ok(names.includes("ghaf.virtualization.microvm.appvm.vms.*.name"));
  assert.equal(new Set(names).size, names.length);
});

test("--json has the form of the reference's list, and more", async () => {
  const { stdout } = await options("--json");
  const rows: Record<string, unknown>[] = JSON.parse(stdout);
  const row = rows.find(({ name }) => name === "ghaf.givc.enable");
  assert.deepEqual(Object.keys(row ?? {}), [
    "name",
    "type",
    "default",
    "example",
    "description",
    "declaredIn",
    "origin",
  ]);
  assert.equal(row?.["type"], "boolean");
  assert.equal(row?.["default"], false);
  for (const { name, declaredIn, origin } of rows) {
    assert.match(
      String(declaredIn),
      /^packages\/system\/src\/\S+\.ts:\d+$/,
      String(name),
    );
    assert.match(String(origin), /^(documented|tag|ours)$/, String(name));
  }
  assert.equal((await options("-o", "json")).stdout, stdout);
});

test("a search looks at names and descriptions", async () => {
  const found = await options("search", "layout", "-o", "name");
  assert.equal(found.stdout.split("\n")[0], "ghaf.layout");
  const table = await options("search", "LAYOUT");
  assert.match(table.stdout, /^NAME +TYPE +DESCRIPTION\nghaf\.layout /);
  const none = await options("search", "zebra-crossing");
  assert.deepEqual([none.code, none.stdout], [3, ""]);
});

test("show says everything about one, with or without the word", async () => {
  const shown = await options("show", "ghaf.layout");
  assert.match(
    shown.stdout,
    /^NAME +ghaf\.layout\nTYPE +one of .*\nDEFAULT +"default"\nORIGIN +ours\nDECLARED IN +packages\/system\/src\/options\/\S+:\d+\nDESCRIPTION +\S/,
  );
  assert.deepEqual(await options("ghaf.layout"), shown);
  const vms = await options("show", "ghaf.virtualization.microvm.appvm.vms");
  assert.match(
    vms.stdout,
    /\n\nNAME +TYPE +DEFAULT\nghaf\.virtualization\.microvm\.appvm\.vms\.\*\./,
  );
  const part = await options(
    "show",
    "ghaf.virtualization.microvm.appvm.vms[0].name",
  );
  assert.match(
    part.stdout,
    /^NAME +ghaf\.virtualization\.microvm\.appvm\.vms\.\*\.name\n/,
  );
  const group = await options("ghaf.givc");
  assert.match(group.stdout, /^NAME +TYPE +DEFAULT\nghaf\.givc\./);
});

test("an unknown name ends with 3 and the nearest", async () => {
  const { code, stdout, stderr } = await options("ghaf.layuot");
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(
    stderr,
    /^error: there is no option or group ghaf\.layuot\n {2}did you mean ghaf\.layout\?\n/,
  );
});

test("-c adds the options that a file declares", async (t) => {
  const project = createProject(t, {
    "system.ts": `import { option, t, withOptions } from "@ghaf/system";
const { defineSystem } = withOptions({
  acme: {
    colour: option(t.string, { default: "red", description: "Of the case." }),
  },
});
export default defineSystem({});
`,
  });
  const { stdout } = await project.ghaf(
    "options",
    "acme.colour",
    "--json",
    "-c",
    "system.ts",
  );
  assert.deepEqual(JSON.parse(stdout), {
    name: "acme.colour",
    type: "string",
    default: "red",
    description: "Of the case.",
    declaredIn: "system.ts:4",
    origin: "own",
  });
  const missing = await project.ghaf("options", "-c", "gone.ts");
  assert.deepEqual([missing.code, missing.stdout], [2, ""]);
});

test("show says of an option that nothing reads why", async () => {
  const { stdout } = await options("show", "ghaf.shm.memSize", "-o", "json");
  const { unrealised } = JSON.parse(stdout);
  assert.match(unrealised, /^\w/);
  const table = await options("show", "ghaf.shm.memSize");
  assert.ok(table.stdout.includes(`${unrealised}\n`));
  const { stdout: layout } = await options("show", "ghaf.layout");
  assert.doesNotMatch(layout, /UNREALISED/);
});
