import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runProgram, runRecipe, textOfProgram } from "./run-program.ts";

test("what a program reads and says is passed on", async () => {
  const input = Buffer.from("one\ntwo\n");
  assert.deepEqual(await runProgram(["cat"], { input }), input);
  const variables = { NAME: "a b $c" };
  const said = await textOfProgram(["sh", "-c", 'echo "$NAME"'], { variables });
  assert.equal(said, "a b $c\n");
});

test("a failure carries what the program said last", async () => {
  const failing = runProgram(["sh", "-c", "echo why >&2; exit 3"]);
  await assert.rejects(failing, {
    code: "program",
    message: /ended with 3\nwhy$/,
  });
});

test("a program that is not installed names its package", async () => {
  const missing = runProgram(["mkfs.erofs"], {
    variables: { PATH: "/nowhere" },
  });
  await assert.rejects(missing, {
    code: "program",
    message: "mkfs.erofs: is not installed: apt-get install erofs-utils",
  });
});

const withoutRoot = process.getuid?.() !== 0;

test("so does one that a recipe lacks", { skip: withoutRoot }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-recipe-"));
  const recipe = join(folder, "recipe.sh");
  for (const words of ["mmdebstrap --quiet", "exec mmdebstrap --quiet"]) {
    await writeFile(recipe, `PATH=/nowhere\n${words}\n`);
    await assert.rejects(runRecipe(recipe, []), {
      code: "program",
      message: "mmdebstrap: is not installed: apt-get install mmdebstrap",
    });
  }
  await rm(folder, { recursive: true });
});

test("a recipe needs root", async (t) => {
  // Debian 13's Node does not change its user: its io_uring may be in use (CVE-2024-22017).
  t.mock.method(process as Required<NodeJS.Process>, "geteuid", () => 65_534);
  await assert.rejects(runRecipe("/nowhere/base.sh", []), {
    code: "not-root",
    message: /^base\.sh: needs root/,
  });
});

test("no program outlives the process that runs it", async () => {
  const main = fileURLToPath(new URL("sleeping-main.js", import.meta.url));
  const parent = spawn(process.execPath, [main], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [told] = await once(parent.stdout, "data");
  const sleeper = Number(String(told));
  assert.match(commandOf(sleeper), /^sleep/);
  parent.kill("SIGKILL");
  await once(parent, "close");
  while (commandOf(sleeper) !== "") await pause(10);
});

/** Empty when it has ended. */
function commandOf(process: number): string {
  try {
    return readFileSync(`/proc/${process}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
