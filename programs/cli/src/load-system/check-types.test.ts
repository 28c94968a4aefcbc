/** The compiler's opinion of configurations, with and without settings of their own. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { checkTypes } from "./check-types.ts";
import { type Files, withProject } from "./temporary-project.ts";
import { tsconfigText } from "./tsconfig-text.ts";

const SYSTEM = 'import { defineSystem } from "@ghaf/system";\n';

/** What the compiler says about `system.ts` among these files. */
async function saidOf(files: Files): Promise<readonly string[]> {
  let said: readonly string[] = [];
  await withProject(files, async (project) => {
    const problems = await checkTypes(join(project.folder, "system.ts"));
    said = project
      .said(problems)
      .map((line, index) => `${problems[index]?.code} ${line}`);
  });
  return said;
}

const WRONG = {
  "system.ts": `${SYSTEM}import { ram } from "./ram.ts";
const text: string = ram;
export default defineSystem({ imports: [text] });
`,
  "ram.ts": "export const ram: number = 1;\n",
};

const EXPECTED = [
  "wrong-type system.ts:3:7 Type 'number' is not assignable to type 'string'. (TS2322)",
  "wrong-type system.ts:4:41 Type 'string' is not assignable to type 'Module'. (TS2322)",
];

describe("checkTypes", () => {
  it("knows our packages wherever the file is", async () => {
    assert.deepEqual(
      await saidOf({
        "system.ts": `${SYSTEM}import { type Module, module } from "@ghaf/module-system";
const one: Module = module({});
export default defineSystem({ imports: [one] });
`,
      }),
      [],
    );
    assert.deepEqual(await saidOf(WRONG), EXPECTED);
  });

  it("says the same with the settings that we write", async () => {
    const files = { ...WRONG, "tsconfig.json": tsconfigText() };
    assert.deepEqual(await saidOf(files), EXPECTED);
  });

  it("keeps to a person's own settings, but writes nothing", async () => {
    const files = {
      "tsconfig.json":
        '{"extends": "./base.json", "include": ["none.ts", "*.d.ts"]}',
      "base.json":
        '{"compilerOptions": {"strict": false, "noUnusedLocals": true, "module": "esnext", "moduleResolution": "bundler", "composite": true, "outDir": "out", "rootDir": "elsewhere"}}',
      "names.d.ts": "declare const given: number;\n",
      "system.ts": `${SYSTEM}let unused: number = null;
export default defineSystem({ checks: [() => given] });
`,
    };
    assert.deepEqual(await saidOf(files), [
      "wrong-type system.ts:2:5 'unused' is declared but its value is never read. (TS6133)",
    ]);
  });

  it("says what is wrong with the settings", async () => {
    const files = {
      "tsconfig.json": '{"compilerOptions": {"strict": "very"}}',
      "system.ts": `${SYSTEM}export default defineSystem({});\n`,
    };
    assert.deepEqual(await saidOf(files), [
      "file tsconfig.json:0:0 Compiler option 'strict' requires a value of type boolean. (TS5024)",
    ]);
  });

  it("tells syntax from types", async () => {
    assert.deepEqual(await saidOf({ "system.ts": "export default 1 1;\n" }), [
      "file system.ts:1:18 ';' expected. (TS1005)",
    ]);
  });

  it("has nothing to say about data, and says when there is no file", async () => {
    await withProject({ "system.yaml": "a: [" }, async ({ folder, said }) => {
      assert.deepEqual(await checkTypes(join(folder, "system.yaml")), []);
      assert.deepEqual(said(await checkTypes(join(folder, "system.ts"))), [
        "system.ts:0:0 does not exist",
      ]);
    });
  });
});
