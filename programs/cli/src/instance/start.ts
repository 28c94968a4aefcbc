/** Starting the processes of an instance, which outlive the command that does it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CliError } from "../ghaf/cli-error.ts";
import { type OpenDoor, openDoor } from "./door-client.ts";
import type { InstanceFolder } from "./folders.ts";
import { ownProgram } from "./own-programs.ts";
import { type InstanceFacts, instanceFacts } from "./state.ts";

/** In seconds it is either there or never will be: no VM is waited for. */
const BEGIN_MS = 30_000;
const STEP_MS = 50;

export interface Started {
  readonly door: OpenDoor;
  readonly facts: InstanceFacts;
}

/**
 * What is left without a parent in the namespace is its first process's, which has to ask
 * how it ended. A shell does so, Node does not; it ends with the instance.
 */
const REAPER = ["sh", "-c", '"$@"; exit $?', "sh"] as const;

/**
 * In a process namespace of its own: the kernel ends everything in it with its first
 * process, which ends with the instance, whatever ends that (pid_namespaces(7)).
 * @throws CliError `failed` with the instance's own reason
 */
export async function startInstance(
  folder: InstanceFolder,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Started> {
  // Of one that was killed: it says that it runs.
  await rm(join(folder.path, "state.json"), { force: true });
  const path = join(folder.logs, "instance.log");
  await rename(path, `${path}.1`).catch(() => undefined);
  const log = await open(path, "a", 0o600);
  const words = [
    ...["--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc", "--"],
    ...[...REAPER, ...ownProgram("ghaf-instance"), "run", folder.path],
  ];
  const child = spawn("unshare", words, {
    ...{ cwd: "/", detached: true, env: environment(env) },
    stdio: ["ignore", log.fd, log.fd],
  });
  await log.close();
  const ended = once(child, "exit").then(() => "ended" as const);
  ended.catch(() => undefined);
  try {
    const started = await Promise.race([running(folder), ended]);
    if (started !== "ended" && started !== undefined) return started;
  } catch {
    // unshare itself is missing: the log says nothing, the doctor does.
  } finally {
    child.unref();
  }
  // One that is only late does not go on unseen: with it everything in its namespace ends.
  child.kill("SIGKILL");
  throw await failure(folder, path);
}

/** What the daemons need of it: nothing that only this terminal or login has. */
function environment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = ["PATH", "LANG", "GIVC_LOG", "TMPDIR"];
  const values = kept.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  // What they write is kept in files, and read in order of time.
  return { ...Object.fromEntries(values), GHAF_LOG_TIMES: "1" };
}

async function running(folder: InstanceFolder): Promise<Started | undefined> {
  const deadline = performance.now() + BEGIN_MS;
  while (performance.now() < deadline) {
    const door = await openDoor(folder);
    const facts = door && (await instanceFacts(folder));
    if (door !== undefined && facts?.phase === "running") {
      return { door, facts };
    }
    door?.close();
    await pause(STEP_MS);
  }
  return undefined;
}

async function failure(folder: InstanceFolder, log: string): Promise<CliError> {
  const facts = await instanceFacts(folder);
  const text = await readFile(log, "utf8").catch(() => "");
  const [last = ""] = text.trimEnd().split("\n").slice(-1);
  const reason = facts?.problem ?? (last || "it said nothing");
  return new CliError("failed", `the device ${folder.name} does not start`, {
    causes: [reason],
    hints: [`its log: ${log}`, "ghaf doctor     (what this machine lacks)"],
  });
}
