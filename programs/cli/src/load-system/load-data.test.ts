/** Configurations in JSON and YAML: modules, imports, places and problems. */

import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { force, type Module, module } from "@ghaf/module-system";
import { withProject } from "./temporary-project.ts";

const LAPTOP = module({ config: {} });

/** All modules below one, each once, in the order of an evaluation. */
function modulesBelow(top: Module | undefined): readonly Module[] {
  const found = new Set<Module>();
  const visit = (one: Module): void => {
    one.imports.forEach(visit);
    found.add(one);
  };
  if (top !== undefined) visit(top);
  return [...found];
}

describe("a configuration in YAML or JSON", () => {
  it("becomes a module with its imports in their order", async () => {
    const files = {
      "system.yaml":
        "imports: [./a.json, ghaf:laptop, ./sub/b.ts]\nghaf: {x: {$force: 1}}\nown: [2]\n",
      "a.json":
        '{"$schema": "./ghaf.schema.json", "imports": ["./sub/b.ts"], "ghaf": {"y": 1}}',
      "sub/b.ts":
        'import { defineModule } from "@ghaf/system";\nexport default defineModule({ z: 1 } as object);\n',
    };
    await withProject(files, async (project) => {
      const loaded = await project.load("system.yaml", { laptop: LAPTOP });
      assert.deepEqual(project.said(loaded.problems), []);
      const [a, laptop, b] = loaded.module?.imports ?? [];
      assert.deepEqual(loaded.module?.config, {
        ghaf: { x: force(1) },
        own: [2],
      });
      assert.deepEqual(a?.config, { ghaf: { y: 1 } });
      assert.equal(laptop, LAPTOP);
      assert.deepEqual(b?.config, { z: 1 });
      assert.deepEqual(a?.imports, [b]);
      assert.equal(a?.imports[0], b);
      assert.deepEqual(
        [...loaded.files].sort(),
        Object.keys(files)
          .map((name) => join(project.folder, name))
          .sort(),
      );
    });
  });

  it("knows the place of everything in it", async () => {
    const text = "ghaf:\r\n  é: 1\r\n  list:\r\n    - a: 2\r\n";
    await withProject({ "system.yml": text }, async (project) => {
      const { module } = await project.load("system.yml");
      const file = join(project.folder, "system.yml");
      const find = module?.origin.find;
      assert.deepEqual(find?.(["ghaf", "é"]), { file, line: 2, column: 3 });
      assert.deepEqual(find?.(["ghaf", "list", 0, "a"]), {
        file,
        line: 4,
        column: 7,
      });
      assert.equal(module?.origin.form, "shorthand");
      assert.equal(module?.origin.label, file);
    });
  });

  it("takes each file once, in circles too", async () => {
    const files = {
      "system.yaml": "imports: [./a.yaml, ./b.yaml, ./again.yaml]\n",
      "a.yaml": "imports: [./b.yaml, ./c.ts]\nn: a\n",
      "b.yaml": "imports: [./a.yaml, ./system.yaml, ./d.ts]\nn: b\n",
      "c.ts": 'import { shared } from "./shared.ts";\nexport default shared;\n',
      "d.ts": 'import { shared } from "./shared.ts";\nexport default shared;\n',
      "shared.ts":
        'import { defineModule } from "@ghaf/system";\nexport const shared = defineModule({ n: "shared" } as object);\n',
    };
    await withProject(files, async (project) => {
      symlinkSync("a.yaml", join(project.folder, "again.yaml"));
      const { module, problems } = await project.load("system.yaml");
      assert.deepEqual(project.said(problems), []);
      assert.deepEqual(
        modulesBelow(module).map(({ config }) => config),
        [{ n: "shared" }, { n: "b" }, { n: "a" }, {}],
      );
    });
  });

  it("needs no compiler unless it imports code", async () => {
    await withProject({ "system.json": '{"a": 1}' }, async (project) => {
      const { module } = await project.load("system.json");
      assert.deepEqual(module?.config, { a: 1 });
      assert.equal(project.compilations(), 0);
    });
  });

  it("may begin with a byte order mark", async () => {
    await withProject({ "system.json": '\ufeff{"a": 1}' }, async (project) => {
      const { module } = await project.load("system.json");
      assert.deepEqual(module?.config, { a: 1 });
      assert.deepEqual(module?.origin.find?.(["a"])?.column, 2);
    });
  });
});

describe("what is wrong with a configuration in YAML or JSON", () => {
  it("is said all at once, of all its files, with lines", async () => {
    const files = {
      "system.yaml": `imports:
  - ./kernl.yaml
  - ghaf:laptp
  - 3
  - kernel.yaml
  - ./notes.txt
  - ./bad.json
  - ./throws.ts
  - ./empty.ts
ghaf:
  x: {$force: 1, y: 2}
  x: 3
options: {}
checks: []
`,
      "kernel.yaml": "ghaf: {}\n",
      "notes.txt": "",
      "bad.json": '{\n  "imports": "./kernel.yaml",\n  "ghaf": {"a": 1,}\n}',
      "throws.ts": "\nthrow new Error('boom');\n",
      "empty.ts": "export {};\n",
    };
    await withProject(files, async (project) => {
      const loaded = await project.load("system.yaml", { laptop: LAPTOP });
      assert.equal(loaded.module, undefined);
      assert.deepEqual(project.said(loaded.problems), [
        'bad.json:3:19 is not JSON: expected a name in double quotes, found "}" | leave out the comma before it',
        "empty.ts:1:1 exports no configuration | write `export default defineSystem({ … })`",
        'system.yaml:2:5 imports "./kernl.yaml", which does not exist | did you mean "./kernel.yaml"?',
        'system.yaml:3:5 imports "ghaf:laptp", which does not come with the platform | did you mean "ghaf:laptop"?',
        'system.yaml:4:5 imports something that is not a text | write the path of a file, such as "./kernel.yaml"',
        'system.yaml:5:5 imports "kernel.yaml", which is not a path from this file | begin it with ./ or ../, such as "./kernel.yaml"',
        'system.yaml:6:5 imports "./notes.txt", which is no kind of file that can be | files that can be imported end in .ts .mts .js .mjs .json .yaml .yml',
        "system.yaml:11:7 has $force beside other names | put the other names into $force, or the value of $force elsewhere",
        'system.yaml:12:3 has the name "x" twice | keep one of the two',
        "system.yaml:13:1 has options, which a file of data cannot have | write options in a TypeScript file and name it in imports",
        "system.yaml:14:1 has checks, which a file of data cannot have | write checks in a TypeScript file and name it in imports",
        "throws.ts:2:7 threw while it was loaded: Error: boom",
      ]);
    });
  });

  for (const [name, text, expected] of [
    [
      "system.yaml",
      "",
      "1:1 has no names at its top | write names and values, such as `ghaf:` and below it options",
    ],
    [
      "system.json",
      " [1]",
      "1:2 has no names at its top | write names and values, such as `ghaf:` and below it options",
    ],
    [
      "system.yaml",
      "imports: ./a.yaml\n",
      '1:10 has imports that are not a list | write a list of files, such as ["./kernel.yaml"]',
    ],
    [
      "system.json",
      '{"imports": ["/etc/x.yaml"]}',
      '1:14 imports "/etc/x.yaml", which is not a path from this file | begin it with ./ or ../, such as "./etc/x.yaml"',
    ],
    [
      "system.yaml",
      `# ${"x".repeat(1024 * 1024)}\n`,
      "0:0 is larger than 1048576 bytes",
    ],
  ] as const) {
    it(`is said: ${name} with ${JSON.stringify(text.slice(0, 30))}`, async () => {
      await withProject({ [name]: text }, async (project) => {
        const { module, problems } = await project.load(name);
        assert.equal(module, undefined);
        assert.deepEqual(project.said(problems), [`${name}:${expected}`]);
      });
    });
  }

  it("is not said a thousand times", async () => {
    const files = { "system.yaml": "a: 1\n".repeat(1001) };
    await withProject(files, async (project) => {
      const { problems } = await project.load("system.yaml");
      assert.equal(problems.length, 51);
      assert.equal(problems[0]?.reason, "has 950 more problems");
    });
  });

  it("has the text of the line", async () => {
    const files = { "system.yaml": "a: 1\n   b: [*x]\n" };
    await withProject(files, async (project) => {
      const { problems } = await project.load("system.yaml");
      assert.ok(problems.length > 0);
      assert.ok(problems.every(({ given }) => given !== undefined));
    });
  });
});
