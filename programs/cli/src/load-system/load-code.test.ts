/** Configurations in TypeScript and JavaScript, from their files to modules. */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  isModule,
  type ModuleOrigin,
  type SourcePath,
} from "@ghaf/module-system";
import { createLocator } from "./locate/locator.ts";
import { withProject } from "./temporary-project.ts";

const SYSTEM = 'import { defineSystem } from "@ghaf/system";\n';

describe("a configuration in TypeScript", () => {
  it("becomes a module of the running command's own packages", async () => {
    const system = `${SYSTEM}import { name } from "./sub/name.ts";
import data from "./data.json";
import more from "./more.yaml";
import { readFileSync } from "node:fs";
const read: unknown = typeof readFileSync;
export default defineSystem({ a: { name, data, more, read } } as object);
`;
    const files = {
      "system.ts": system,
      "sub/name.ts": 'export const name: string = "é";\n',
      "data.json": '{"x": [1, null], "__proto__": 2}',
      "more.yaml": "y: &y {z: 0o17}\nw: *y\n",
    };
    await withProject(files, async (project) => {
      const loaded = await project.load("system.ts");
      assert.deepEqual(project.said(loaded.problems), []);
      assert.ok(isModule(loaded.module));
      assert.deepEqual(JSON.parse(JSON.stringify(loaded.module.config)), {
        a: {
          name: "é",
          data: JSON.parse('{"x": [1, null], "__proto__": 2}'),
          more: { y: { z: 15 }, w: { z: 15 } },
          read: "function",
        },
      });
      assert.deepEqual(
        [...loaded.files].sort(),
        Object.keys(files)
          .map((name) => join(project.folder, name))
          .sort(),
      );
      const site = loaded.module.origin.site;
      assert.ok(site);
      const map = loaded.sourceMapOf(site.file);
      assert.ok(map);
      assert.ok(
        JSON.parse(map).sources.includes(join(project.folder, "system.ts")),
      );
      assert.equal(loaded.sourceMapOf("/other.js"), undefined);
    });
  });

  it("may have any name, which messages and places keep", async () => {
    const name = "ä b(c)?#[x]'%41/systèm.ts";
    const text = `${SYSTEM}export default defineSystem({ a: 1 } as object);\n`;
    const broken = "100% (2)/throws.ts";
    const files = {
      [name]: text,
      [broken]: `${SYSTEM}throw new Error("no");\n`,
    };
    await withProject(files, async (project) => {
      const loaded = await project.load(name);
      assert.deepEqual(project.said(loaded.problems), []);
      assert.ok(loaded.module);
      const origin: ModuleOrigin = loaded.module.origin;
      const path: SourcePath = ["a"];
      const locator = await createLocator({
        sourceMapOf: (file) => loaded.sourceMapOf(file),
      });
      const place = locator.locate({ origin, path, kind: "definition" });
      assert.deepEqual(place.position, {
        ...{ file: join(project.folder, name), line: 2, column: 31 },
      });
      const { problems } = await project.load(broken);
      assert.deepEqual(project.said(problems), [
        `${broken}:2:7 threw while it was loaded: Error: no`,
      ]);
    });
  });

  it("bundles packages of the person's own project", async () => {
    const files = {
      "system.ts": `${SYSTEM}import { ram } from "their-sizes";
export default defineSystem({ ram } as object);\n`,
      "node_modules/their-sizes/package.json":
        '{"name": "their-sizes", "main": "main.js"}',
      "node_modules/their-sizes/main.js": "exports.ram = 512;\n",
    };
    await withProject(files, async (project) => {
      const { module, problems } = await project.load("system.ts");
      assert.deepEqual(project.said(problems), []);
      assert.deepEqual(module?.config, { ram: 512 });
    });
  });

  it("may be JavaScript, of either kind, and a link", async () => {
    const files = {
      "a.mjs": `${SYSTEM}export default defineSystem({ a: 1 });\n`,
      "b.js":
        'const { defineSystem } = require("@ghaf/system");\nmodule.exports = defineSystem({ b: 2 });\n',
    };
    await withProject(files, async (project) => {
      symlinkSync("a.mjs", join(project.folder, "c.mts"));
      for (const [name, config] of Object.entries({
        "a.mjs": { a: 1 },
        "b.js": { b: 2 },
        "c.mts": { a: 1 },
      })) {
        const { module, problems } = await project.load(name);
        assert.deepEqual(project.said(problems), []);
        assert.deepEqual(module?.config, config);
      }
    });
  });

  it("is not affected by what a tsconfig.json says", async () => {
    const files = {
      "system.ts": `${SYSTEM}export default defineSystem({ a: 1 } as object);\n`,
      "tsconfig.json":
        '{"compilerOptions": {"paths": {"@ghaf/system": ["./no.d.ts"]}}, nonsense',
    };
    await withProject(files, async (project) => {
      const { module, problems } = await project.load("system.ts");
      assert.deepEqual(project.said(problems), []);
      assert.deepEqual(module?.config, { a: 1 });
    });
  });

  it("prints to where messages go", async () => {
    const files = {
      "system.ts": `${SYSTEM}console.log("told");\nexport default defineSystem({});\n`,
    };
    await withProject(files, async ({ folder }) => {
      const loader = new URL("load-system.js", import.meta.url).href;
      const script = `
        const { loadSystem } = await import(${JSON.stringify(loader)});
        const { module } = await loadSystem("system.ts", { builtin: {} });
        console.log(typeof module);`;
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", script],
        { cwd: folder, encoding: "utf8" },
      );
      assert.deepEqual([stdout, stderr], ["object\n", "told\n"]);
    });
  });

  it("leaves no process behind", async () => {
    const files = {
      "system.ts": `${SYSTEM}export default defineSystem({});\n`,
    };
    await withProject(files, async (project) => {
      await project.load("system.ts");
      const mine = execFileSync(
        "ps",
        ["--ppid", String(process.pid), "-o", "args="],
        { encoding: "utf8" },
      );
      const left = mine
        .split("\n")
        .filter((line) => /esbuild(?!.*<defunct>)/.test(line));
      assert.deepEqual(left, []);
    });
  });
});

describe("a call site in a configuration", () => {
  it("leads to the line that the person wrote", async () => {
    const files = {
      "system.ts": `${SYSTEM}import { part } from "./part.ts";

export default defineSystem({
  imports: [part],
  ghaf: { é: { a: 1 } } as object,
});
`,
      "part.ts": `import { defineModule } from "@ghaf/system";
interface Gone { readonly a: 1 }
export const part = defineModule({ b: [{ c: 2 }] } as object);
`,
    };
    await withProject(files, async (project) => {
      const { module, sourceMapOf } = await project.load("system.ts");
      const locator = await createLocator({ sourceMapOf });
      const placeOf = (origin: ModuleOrigin | undefined, path: SourcePath) => {
        assert.ok(origin);
        const place = { origin, kind: "definition", path } as const;
        const { position } = locator.locate(place);
        return `${position?.file.slice(project.folder.length)}:${position?.line}:${position?.column}`;
      };
      const [part] = module?.imports ?? [];
      assert.equal(
        placeOf(module?.origin, ["ghaf", "é", "a"]),
        "/system.ts:6:16",
      );
      assert.equal(placeOf(part?.origin, ["b", 0, "c"]), "/part.ts:3:42");
    });
  });
});
