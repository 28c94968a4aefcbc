/** The demo where its machines are real: the whole story, and that nothing of it stays when it is killed. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { run } from "../machine/command.ts";
import { waitFor } from "../machine/wait-for.ts";
import { Program, starter } from "../process/program.ts";
import { BOOT_MS } from "../vm/device.ts";

/** Images are built before, when nothing of them was kept. */
const STORY_MS = 3 * BOOT_MS;
const ENDING_MS = 120_000;

const STORY = [
  "both mistakes are found, each with its line",
  "every VM has booted, every agent is registered",
  "the watcher sees it running",
  "reader-vm has booted, its agent is registered, read runs",
  "it has read what web serves in app-vm",
  "the packet filters let nothing through to it",
  "the watcher sees it go",
  "it has booted again, its agent is registered",
  "all have stopped: application VMs first, admin-vm last",
  "nothing is left: no process, no mount, no file",
  "Everything came true",
];

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ghaf-vm-"));
});

after(() => rmSync(folder, { recursive: true }));

afterEach(async () => {
  await waitFor("nothing is left", () => leftOf(folder) === 0, ENDING_MS);
});

const argv = [process.execPath, starter("demo"), "--vms"];
const environment = () => ({ ...process.env, TMPDIR: folder });

test("the whole story", async () => {
  const options = { env: environment(), deadlineMs: STORY_MS };
  const { code, stdout, stderr } = await run(argv, options);
  assert.equal(code, 0, `${stdout}${stderr}`);
  const missing = STORY.filter((words) => !stdout.includes(words));
  assert.deepEqual(missing, [], stdout);
});

for (const signal of ["SIGINT", "SIGKILL"] as const) {
  test(`${signal} while its VMs boot`, async () => {
    const program = new Program(argv, { env: environment() });
    const boots = () => program.stdout.includes("app-vm: booting");
    await waitFor("app-vm boots", boots, STORY_MS);
    assert.notEqual(leftOf(folder), 0);
    program.signal(signal);
    const finished = await program.finished(ENDING_MS);
    assert.notEqual(finished.code, 0);
  });
}

/** Processes that name something in the folder, and its entries. */
function leftOf(path: string): number {
  const processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => wordsOf(pid).some((word) => word.startsWith(path)));
  return processes.length + readdirSync(path).length;
}

function wordsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
