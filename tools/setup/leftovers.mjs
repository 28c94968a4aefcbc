/** What tests may leave behind on a machine, and whether they did: everything of ours is called `ghaf-`. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const prefix = "ghaf-";
const patienceMs = 10_000;

/**
 * Everything of ours on this machine, one line each, such as "namespace ghaf-1-2". A process is
 * ours when it runs in a cgroup of ours or was started with the mark of this run; without a mark
 * only the cgroup counts.
 */
export function ourTraces(runMark) {
  return [
    ...processes(runMark).map((text) => `process ${text}`),
    ...named(cgroupRoot()).map((name) => `cgroup ${name}`),
    ...named("/run/netns").map((name) => `network namespace ${name}`),
    ...named("/sys/class/net").map((name) => `network link ${name}`),
    ...mounts().map((path) => `mount ${path}`),
    ...[tmpdir(), "/run"]
      .flatMap((folder) => named(folder).map((name) => join(folder, name)))
      .map((path) => `file ${path}`),
  ];
}

/**
 * The traces that are there now and were not in `before`; those that go away within ten seconds
 * do not count, as what clean-up processes remove outlives the tests for a moment.
 */
export async function leftSince(before, runMark) {
  const end = performance.now() + patienceMs;
  for (;;) {
    const left = ourTraces(runMark).filter((trace) => !before.includes(trace));
    if (left.length === 0 || performance.now() > end) return left;
    await sleep(100);
  }
}

function cgroupRoot() {
  const hybrid = "/sys/fs/cgroup/unified";
  return existsSync(hybrid) ? hybrid : "/sys/fs/cgroup";
}

function named(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.startsWith(prefix));
}

function mounts() {
  return textOf("/proc/self/mounts")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.includes(`/${prefix}`));
}

/** Ends every process that was started with the mark of a run, however it has come loose. */
export function endProcesses(runMark) {
  for (const pid of processIds()) {
    const environment = textOf(`/proc/${pid}/environ`).split("\0");
    if (environment.includes(runMark)) endProcess(Number(pid));
  }
}

function endProcess(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function processIds() {
  if (!existsSync("/proc/self")) return [];
  return readdirSync("/proc").filter(
    (name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid,
  );
}

function processes(runMark) {
  return processIds().flatMap((pid) => {
    const origin = originOf(pid, runMark);
    return origin ? [`${pid} of ${origin}: ${commandOf(pid)}`] : [];
  });
}

/**
 * The cgroup, the mark or the folder that makes a process ours; undefined when it is not. A device
 * that `ghaf up` started has none of our environment, but runs in a folder of the run.
 */
function originOf(pid, runMark) {
  const cgroup = /:\/(ghaf-[^/\n]*)/.exec(textOf(`/proc/${pid}/cgroup`));
  const environment = textOf(`/proc/${pid}/environ`).split("\0");
  const isOurs =
    runMark !== undefined &&
    (environment.includes(runMark) ||
      textOf(`/proc/${pid}/cmdline`).includes(folderOf(runMark)));
  return cgroup?.[1] ?? (isOurs ? runMark : undefined);
}

/** The name of the temporary directory of a run ends with the word of its mark. */
function folderOf(runMark) {
  return `/ghaf-run-${runMark.split("=")[1]}/`;
}

function commandOf(pid) {
  return textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").slice(0, 100);
}

/** Empty for what is gone or not ours to read. */
function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
