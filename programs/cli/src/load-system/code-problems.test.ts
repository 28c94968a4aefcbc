/** What is wrong with configurations in TypeScript and JavaScript, and where. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadSystem } from "./load-system.ts";
import { type Files, withProject } from "./temporary-project.ts";

const SYSTEM = 'import { defineSystem } from "@ghaf/system";\n';

/** What is said about `system.ts` among these files. */
async function problemsWith(files: Files): Promise<readonly string[]> {
  let said: readonly string[] = [];
  await withProject(files, async (project) => {
    const { module, problems } = await project.load("system.ts");
    assert.equal(module, undefined);
    assert.ok(problems.every(({ code }) => code === "file"));
    said = project.said(problems);
  });
  return said;
}

describe("what is wrong with a configuration in TypeScript", () => {
  it("is said all at once, with lines", async () => {
    const said = await problemsWith({
      "system.ts": `import { defineSystem } from "@ghaf/system";
import one from "./kernl.ts";
import two from "lodash";
import three from "@ghaf/api";
import four from "./style.css";
import five from "./syntax.ts";
import six from "./bad.yaml";
export default defineSystem([one, two, three, four, five, six, seven]);
import seven from "./sub/gone.ts";
`,
      "kernel.ts": "export default 1;\n",
      "style.css": "a {}\n",
      "syntax.ts": "export const x = [1,\n  2;\n",
      "bad.yaml": "a: 1\na: 2\nb: *c\n",
    });
    assert.deepEqual(said, [
      'bad.yaml:2:1 has the name "a" twice | keep one of the two',
      "bad.yaml:3:4 refers to &c, which is not before it | write &c before a value above, or the value here",
      'syntax.ts:2:4 Expected "]" but found ";" | write ]',
      'system.ts:2:17 imports "./kernl.ts", which does not exist | did you mean "./kernel.ts"?',
      'system.ts:3:17 imports "lodash", which does not exist | install the package beside the configuration, or begin the path of a file with ./',
      'system.ts:4:19 "@ghaf/api" is not for configurations | import "@ghaf/system" or "@ghaf/module-system"',
      "system.ts:5:18 imports a kind of file that cannot be | files that can be imported end in .ts .mts .cts .tsx .js .mjs .cjs .jsx .json .yaml .yml .txt",
      'system.ts:9:19 imports "./sub/gone.ts", which does not exist | make the file, or correct its path',
    ]);
  });

  for (const [line, message] of [
    [
      "a-b: 1",
      '1:19 Expected "}" but found "-" | put a name with a hyphen in quotes: "microvm-host"',
    ],
    [
      "a: 1 b: 2",
      '1:23 Expected "}" but found "b" | separate options by commas, write values behind colons, and close each {',
    ],
    ["a: “b”", '1:21 Unexpected "“" | write plain quotes: "'],
    [
      'a: "b',
      "1:26 Unterminated string literal | end the text with the quote that it begins with",
    ],
  ] as const) {
    it(`says what to do about ${line}`, async () => {
      const text = `export default { ${line} };\n`;
      const [first] = await problemsWith({ "system.ts": text });
      assert.equal(first, `system.ts:${message}`);
    });
  }

  it("has the text of the line, and columns in characters", async () => {
    await withProject(
      { "system.ts": '  const é = "𝒳"; const b = ;\n' },
      async (project) => {
        const { problems } = await project.load("system.ts");
        assert.deepEqual(project.said(problems), [
          'system.ts:1:29 Unexpected ";"',
        ]);
        assert.equal(problems[0]?.given, 'const é = "𝒳"; const b = ;');
      },
    );
  });

  for (const [what, files, expected] of [
    [
      "a name that our package does not have",
      {
        "system.ts":
          'import { defineSytem } from "@ghaf/system";\nexport default defineSytem({});\n',
      },
      'system.ts:1:10 imports "defineSytem", which @ghaf/system does not export | write defineSystem',
    ],
    [
      "a name that a file does not have",
      {
        "system.ts":
          'import { kernl } from "./kernel.ts";\nexport default kernl;\n',
        "kernel.ts": "export const kernel = 1;\n",
      },
      'system.ts:1:10 imports "kernl", which ./kernel.ts does not export | write kernel',
    ],
    [
      "await at the top, wherever",
      {
        "system.ts": 'import { a } from "./a.ts";\nexport default a;\n',
        "a.ts": "\n  export const a = await 1;\n",
      },
      "a.ts:2:20 uses await outside of a function | a configuration is made at once: call what does not wait",
    ],
    [
      "an error in another file's function",
      {
        "system.ts": `${SYSTEM}import { f } from "./f.ts";\n\nexport default defineSystem(f({}));\n`,
        "f.ts":
          "interface Long { readonly a: string }\n\nexport function f(x: Long): object {\n  return { b: x.a.length };\n}\n",
      },
      "f.ts:4:19 threw while it was loaded: TypeError: Cannot read properties of undefined (reading 'length')",
    ],
    [
      "an error inside of Node",
      {
        "system.ts":
          'import { readFileSync } from "node:fs";\n\nexport default readFileSync("/no/such/file");\n',
      },
      "system.ts:3:16 threw while it was loaded: Error: ENOENT: no such file or directory, open '/no/such/file'",
    ],
    [
      "an error inside of our packages",
      { "system.ts": `${SYSTEM}export default defineSystem(null as never);\n` },
      "system.ts:2:16 threw while it was loaded: TypeError: Cannot read properties of null (reading 'imports')",
    ],
    [
      "something thrown that is no error",
      { "system.ts": 'throw "a text";\n' },
      "system.ts:0:0 threw while it was loaded: a text",
    ],
    [
      "something thrown that cannot be read",
      {
        "system.ts": `const all = { get() { throw new Error("trap"); } };
throw new Proxy({}, all);\n`,
      },
      "system.ts:0:0 threw while it was loaded: something that has no text",
    ],
    [
      "what the engine does not compile",
      { "system.ts": "// é\nexport default [1, /(/];\n" },
      "system.ts:2:20 threw while it was loaded: SyntaxError: Invalid regular expression: /(/: Unterminated group",
    ],
    [
      "a variable that is not declared, as modules have it",
      {
        "system.ts":
          "export default make();\nfunction make() {\n\n  undeclared = 1;\n}\n",
      },
      "system.ts:4:3 threw while it was loaded: ReferenceError: undeclared is not defined",
    ],
    [
      "a name that is only known while running",
      {
        "system.ts":
          'const name = "left" + "-pad";\nexport default require(name);\n',
      },
      'system.ts:2:16 threw while it was loaded: Error: cannot load "left-pad" while running; import it at the top of the file',
    ],
    [
      "no default export",
      { "system.ts": `${SYSTEM}export const system = defineSystem({});\n` },
      "system.ts:1:1 exports no configuration | write `export default defineSystem({ … })`",
    ],
    [
      "a default export that is something else",
      { "system.ts": "\nexport default { ghaf: {} };\n" },
      "system.ts:2:1 exports an object as its default, which is not a configuration | write `export default defineSystem({ … })`",
    ],
    [
      "a default export that will fail later",
      {
        "system.ts":
          'async function make() { throw new Error("late"); }\nexport { make };\nconst made = make();\nexport default made;\n',
      },
      "system.ts:4:1 exports a promise as its default, which is not a configuration | write `export default defineSystem({ … })`",
    ],
  ] as const) {
    it(`is said: ${what}`, async () => {
      assert.deepEqual(await problemsWith(files), [expected]);
    });
  }

  it("is said: a function that calls itself", async () => {
    const [said] = await problemsWith({
      "system.ts":
        "export default deeper(1);\nfunction deeper(n: number): number {\n  return deeper(n + 1) + 1;\n}\n",
    });
    assert.match(
      String(said),
      /^system\.ts:[23]:\d+ threw .*: RangeError: Maximum call stack/,
    );
  });

  it("is said: a file that is not text", async () => {
    await withProject({}, async (project) => {
      const bytes = Buffer.from("export default 'é';\n", "latin1");
      writeFileSync(join(project.folder, "system.ts"), bytes);
      const { problems } = await project.load("system.ts");
      assert.deepEqual(project.said(problems), [
        "system.ts:0:0 is not text in UTF-8",
      ]);
    });
  });

  it("is a warning for import.meta, which is empty", async () => {
    const system = `${SYSTEM}export default defineSystem({ a: import.meta.url } as object);\n`;
    await withProject({ "system.ts": system }, async (project) => {
      const { module, problems } = await project.load("system.ts");
      assert.ok(module);
      assert.deepEqual(
        problems.map(({ level }) => level),
        ["warning"],
      );
      assert.deepEqual(project.said(problems), [
        "system.ts:2:34 uses import.meta, which is empty here | import the file instead: .json, .yaml and .txt become values",
      ]);
    });
  });
});

describe("a file that cannot be loaded", () => {
  it("is told from others that can", async () => {
    const files = { "system.ts": "", "notes.txt": "" };
    await withProject(files, async (project) => {
      const { folder } = project;
      const said = async (name: string) =>
        project.said((await project.load(name)).problems);
      project.write("folder.ts/x", "");
      execFileSync("/usr/bin/mkfifo", [join(folder, "pipe.yaml")]);
      symlinkSync("loop.ts", join(folder, "loop.ts"));
      assert.deepEqual(await said("sytem.ts"), [
        `sytem.ts:0:0 does not exist | did you mean "${join(folder, "system.ts")}"?`,
      ]);
      assert.deepEqual(await said("notes.txt"), [
        "notes.txt:0:0 is no kind of file that can be a configuration | a configuration ends in one of .ts .mts .js .mjs .json .yaml .yml",
      ]);
      assert.deepEqual(await said("pipe.yaml"), [
        "pipe.yaml:0:0 is not a regular file",
      ]);
      assert.deepEqual(await said("loop.ts"), [
        "loop.ts:0:0 cannot be read: its links lead in a circle",
      ]);
      assert.deepEqual(await said("folder.ts"), [
        "folder.ts:0:0 is a folder, not a file",
      ]);
    });
  });
});

describe("an esbuild that does not run", () => {
  it("is said, not thrown", async () => {
    const files = { "system.ts": "export default 1;\n" };
    await withProject(files, async (project) => {
      const { module, problems } = await loadSystem(
        join(project.folder, "system.ts"),
        {
          builtin: {},
          startEsbuild: () => {
            throw new Error("Cannot find module 'esbuild'");
          },
        },
      );
      assert.equal(module, undefined);
      assert.deepEqual(project.said(problems), [
        "system.ts:0:0 cannot be compiled: Cannot find module 'esbuild'",
      ]);
    });
  });
});
