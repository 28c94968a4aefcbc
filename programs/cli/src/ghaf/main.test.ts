import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { withProject } from "../load-system/temporary-project.ts";

const program = fileURLToPath(new URL("./main.js", import.meta.url));

test("a configuration that ends the process does not pass", async () => {
  const begin = 'import { defineSystem } from "@ghaf/system";\n';
  const exit = "process.exit() would end ghaf itself";
  const files = {
    "loaded.ts": `${begin}process.exit(0);\nexport default defineSystem({});\n`,
    "computed.ts": `${begin}export default defineSystem({ ghaf: {\n  build: () => process.exit(0),\n} });\n`,
  };
  await withProject(files, ({ folder }) => {
    for (const [file, line] of [
      ["loaded.ts", `threw while it was loaded: Error: ${exit}`],
      ["computed.ts", `ghaf.build: cannot be computed: ${exit}`],
    ] as const) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [program, "check", file],
        { cwd: folder, encoding: "utf8", env: { HOME: folder } },
      );
      assert.deepEqual([status, stdout], [2, ""]);
      assert.ok(stderr.startsWith(`error: ${line}\n  at ${file}:`), stderr);
    }
    return Promise.resolve();
  });
});

test("an interruption ends a configuration that never ends", async () => {
  const text = 'console.log("looping");\nfor (;;);\n';
  await withProject({ "system.ts": text }, async ({ folder }) => {
    const child = spawn(process.execPath, [program, "check"], {
      ...{ cwd: folder, env: { HOME: folder } },
      stdio: ["ignore", "ignore", "pipe"],
    });
    await once(child.stderr, "data");
    child.kill("SIGINT");
    assert.deepEqual(await once(child, "exit"), [null, "SIGINT"]);
  });
});

test("programs are found where Debian has them, whatever the search path says", async () => {
  await withProject({}, ({ folder }) => {
    for (const place of ["results", "roots", "parts", "locks"]) {
      mkdirSync(join(folder, "images", place), { recursive: true });
    }
    for (const paths of [{}, { PATH: "/nowhere" }]) {
      const env = { HOME: folder, GHAF_STATE_DIR: folder, ...paths };
      const { status, stderr } = spawnSync(
        process.execPath,
        [program, "image", "gc"],
        { encoding: "utf8", env },
      );
      assert.equal(status, 0, stderr);
      assert.match(stderr, /^removed \d+ results/);
    }
    return Promise.resolve();
  });
});
