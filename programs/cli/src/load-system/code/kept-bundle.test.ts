/** What is compiled is kept: used while nothing changed, and never when somebody else could have written it. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { loadSystem } from "../load-system.ts";
import { edit, type Project, withProject } from "../temporary-project.ts";
import { cacheFolder } from "./cache-folder.ts";
import { ownEsbuild } from "./own-esbuild.ts";

const FILES = {
  "system.ts":
    'import { defineSystem } from "@ghaf/system";\nimport { n } from "./sub/n";\nimport data from "./data.yaml";\nimport { p } from "their-package";\nexport default defineSystem({ n, data, p } as object);\n',
  "sub/n.ts": "export const n: number = 1;\n",
  "data.yaml": "a: 1\n",
  "node_modules/their-package/package.json": '{"main": "a.js"}',
  "node_modules/their-package/a.js": "exports.p = 1;\n",
  "node_modules/their-package/b.js": "exports.p = 2;\n",
};

const CONFIG = { n: 1, data: { a: 1 }, p: 1 };

/** Loads the project's file and says what it defined and how often esbuild was needed since the start. */
async function load(project: Project): Promise<readonly [unknown, number]> {
  const { module, problems } = await project.load("system.ts");
  assert.deepEqual(project.said(problems), []);
  return [module?.config, project.compilations()];
}

describe("the second load", () => {
  it("is like the first where no folder can be made", async () => {
    await withProject(FILES, async ({ folder }) => {
      const cache = "/proc/ghaf-none/cache";
      const options = { builtin: {}, cache };
      const { problems } = await loadSystem(join(folder, "system.ts"), options);
      assert.deepEqual(problems, []);
    });
  });

  it("does not start esbuild", async () => {
    await withProject(FILES, async (project) => {
      assert.deepEqual(await load(project), [CONFIG, 1]);
      assert.deepEqual(await load(project), [CONFIG, 1]);
      const [kept, ...others] = project.kept();
      assert.deepEqual(others, []);
      assert.equal(lstatSync(String(kept)).mode & 0o777, 0o600);
      assert.equal(lstatSync(project.cache).mode & 0o777, 0o700);
    });
  });

  it("says the same of a file that throws, and the same warnings", async () => {
    const files = {
      "system.ts":
        "console.error === import.meta.url;\n\nthrow new Error('x');\n",
    };
    await withProject(files, async (project) => {
      const first = await project.load("system.ts");
      const second = await project.load("system.ts");
      assert.equal(project.compilations(), 1);
      assert.equal(first.problems.length, 2);
      assert.deepEqual(second.problems, first.problems);
      assert.deepEqual([...second.files].sort(), [...first.files].sort());
    });
  });

  const shadow = 'exports.n = "other"; exports.p = "other";\n';
  for (const [what, change, config] of [
    [
      "a file was edited",
      ({ folder }) =>
        edit(join(folder, "sub/n.ts"), (text) => text.replace("1", "2")),
      { ...CONFIG, n: 2 },
    ],
    [
      "data was edited",
      ({ folder }) => writeFileSync(join(folder, "data.yaml"), "a: 7\n"),
      { ...CONFIG, data: { a: 7 } },
    ],
    [
      "another file would be found first",
      ({ write }) => write("sub/n", shadow),
      undefined,
    ],
    [
      "another kind of file would be found first",
      ({ write }) => write("sub/n.tsx", 'export const n = "tsx";\n'),
      { ...CONFIG, n: "tsx" },
    ],
    [
      "a package names another of its files",
      ({ write }) =>
        write("node_modules/their-package/package.json", '{"main": "b.js"}'),
      { ...CONFIG, p: 2 },
    ],
    [
      "a file became a link to another",
      ({ folder, write }) => {
        const target = write("elsewhere/n.ts", "export const n = 3;\n");
        rmSync(join(folder, "sub/n.ts"));
        symlinkSync(target, join(folder, "sub/n.ts"));
      },
      { ...CONFIG, n: 3 },
    ],
  ] as readonly (readonly [string, (project: Project) => unknown, unknown])[]) {
    it(`compiles again when ${what}`, async () => {
      await withProject(FILES, async (project) => {
        assert.deepEqual(await load(project), [CONFIG, 1]);
        change(project);
        const { module } = await project.load("system.ts");
        assert.equal(project.compilations(), 2);
        assert.deepEqual(module?.config, config);
      });
    });
  }

  it("uses what is kept when only the time of a file changed", async () => {
    await withProject(FILES, async (project) => {
      await load(project);
      utimesSync(join(project.folder, "system.ts"), 1, 1);
      assert.deepEqual(await load(project), [CONFIG, 1]);
    });
  });
});

describe("what was kept is not used", () => {
  for (const [what, spoil] of [
    [
      "when a part of it changed",
      (file) => edit(file, (text) => text.replace("n = 1", "n = 9")),
    ],
    ["when it was cut off", (file) => edit(file, (text) => text.slice(0, 500))],
    ["when it is empty", (file) => writeFileSync(file, "")],
    ["when others may write to it", (file) => chmodSync(file, 0o620)],
    [
      "when others may write to its folder",
      (file) => chmodSync(dirname(file), 0o777),
    ],
    [
      "when it is a link",
      (file) => {
        renameSync(file, `${dirname(file)}.file`);
        symlinkSync(`${dirname(file)}.file`, file);
      },
    ],
    [
      "when its folder is a link",
      (file) => {
        renameSync(dirname(file), `${dirname(file)}-real`);
        symlinkSync(`${dirname(file)}-real`, dirname(file));
      },
    ],
    [
      "when it is a pipe",
      (file) => {
        rmSync(file);
        execFileSync("/usr/bin/mkfifo", ["-m", "600", file]);
      },
    ],
  ] as readonly (readonly [string, (file: string) => void])[]) {
    it(what, async () => {
      await withProject(FILES, async (project) => {
        await load(project);
        spoil(String(project.kept()[0]));
        assert.deepEqual(await load(project), [CONFIG, 2]);
      });
    });
  }

  it("when it belongs to somebody else", {
    skip: process.getuid?.() !== 0 && "needs root",
  }, async () => {
    await withProject(FILES, async (project) => {
      await load(project);
      chownSync(String(project.kept()[0]), 65_534, 65_534);
      assert.deepEqual(await load(project), [CONFIG, 2]);
      chownSync(project.cache, 65_534, 65_534);
      assert.deepEqual(await load(project), [CONFIG, 3]);
      assert.deepEqual(await load(project), [CONFIG, 4]);
    });
  });
});

describe("the folder of what is kept", () => {
  it("is not needed", async () => {
    await withProject(FILES, async (project) => {
      project.write("cache", "a file where the folder should be");
      assert.deepEqual(await load(project), [CONFIG, 1]);
      assert.deepEqual(await load(project), [CONFIG, 2]);
      const { module } = await loadSystem(join(project.folder, "system.ts"), {
        builtin: {},
      });
      assert.deepEqual(module?.config, CONFIG);
    });
  });

  it("may be read-only", async () => {
    await withProject(FILES, async (project) => {
      mkdirSync(project.cache, { recursive: true, mode: 0o500 });
      assert.deepEqual(await load(project), [CONFIG, 1]);
      // Root writes where others may not.
      const kept = process.getuid?.() === 0 ? 1 : 0;
      assert.equal(readdirSync(project.cache).length, kept);
      chmodSync(project.cache, 0o700);
    });
  });

  it("has a bounded number of files", async () => {
    await withProject(FILES, async (project) => {
      mkdirSync(project.cache, { recursive: true, mode: 0o700 });
      for (let index = 0; index < 80; index += 1) {
        const old = join(project.cache, `system-${index}`);
        writeFileSync(old, "");
        utimesSync(old, 1000 + index, 1000 + index);
      }
      await load(project);
      const names = readdirSync(project.cache);
      assert.equal(names.length, 64);
      assert.ok(!names.includes("system-16"));
      assert.ok(names.includes("system-17"));
      assert.deepEqual(await load(project), [CONFIG, 1]);
    });
  });

  it("serves several loads at once", async () => {
    await withProject(FILES, async (project) => {
      const loads = Array.from({ length: 5 }, () => load(project));
      for (const [config] of await Promise.all(loads)) {
        assert.deepEqual(config, CONFIG);
      }
      assert.equal(project.kept().length, 1);
      const before = project.compilations();
      await load(project);
      assert.equal(project.compilations(), before);
    });
  });

  it("is where the environment says", () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/c" }, "/h"), "/c/ghaf");
    for (const wrong of [undefined, "", "relative"]) {
      const env = { XDG_CACHE_HOME: wrong };
      assert.equal(cacheFolder(env, "/h"), "/h/.cache/ghaf");
      assert.equal(cacheFolder(env, undefined), undefined);
      assert.equal(cacheFolder(env, ""), undefined);
    }
  });
});

describe("a file that changes while it is loaded", () => {
  it("is compiled again by the next load", async () => {
    await withProject(FILES, async (project) => {
      const file = join(project.folder, "sub/n.ts");
      const { module } = await loadSystem(join(project.folder, "system.ts"), {
        builtin: {},
        cache: project.cache,
        startEsbuild: () => {
          const { build, stop } = ownEsbuild();
          const changing: typeof build = async (options) => {
            const made = await build(options);
            edit(file, (text) => text.replace("1", "5"));
            return made;
          };
          return { build: changing, stop };
        },
      });
      assert.deepEqual(module?.config, CONFIG);
      assert.match(readFileSync(file, "utf8"), /5/);
      assert.deepEqual(await load(project), [{ ...CONFIG, n: 5 }, 1]);
    });
  });
});
