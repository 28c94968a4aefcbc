/** The host's agent as a child: started again when it is lost, because without it nobody starts VMs. */

import { spawn } from "node:child_process";
import type { Logger } from "@ghaf/daemon";

/** How an agent ended that is not started again. */
export type AgentEnd = "stopped" | "powered-off";

export interface AgentParts {
  readonly argv: readonly [string, ...string[]];
  readonly log: Logger;
  /** Aborted: it is to stop its units, then itself. */
  readonly stopping: AbortSignal;
  readonly onRestart: (count: number) => void;
}

/** The agent's own word for: the machine was asked to reboot (USAGE of givc-agent). */
const REBOOT_STATUS = 75;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that ran so long did not fail at its start. */
const GOOD_RUN_MS = 60_000;

/** Runs it until it is stopped or has powered the device off. */
export async function keepAgent(parts: AgentParts): Promise<AgentEnd> {
  const { log, stopping, onRestart } = parts;
  let pauseMs = FIRST_PAUSE_MS;
  for (let count = 0; ; count += 1) {
    if (count > 0) onRestart(count);
    const since = performance.now();
    const status = await runOnce(parts);
    if (stopping.aborted) return "stopped";
    if (status === 0) return "powered-off";
    if (status === REBOOT_STATUS) {
      log.notice("the device reboots");
      continue;
    }
    if (performance.now() - since > GOOD_RUN_MS) pauseMs = FIRST_PAUSE_MS;
    log.error("the host's agent is lost and is started again", {
      ...{ status, pauseMs },
    });
    await pause(pauseMs, stopping);
    if (stopping.aborted) return "stopped";
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

/** Its exit status, or the name of the signal that ended it, or why it did not start. */
function runOnce({ argv, stopping }: AgentParts): Promise<number | string> {
  const [program, ...words] = argv;
  const child = spawn(program, words, {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const stop = () => void child.kill("SIGTERM");
  stopping.addEventListener("abort", stop, { once: true });
  if (stopping.aborted) stop();
  return new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  }).finally(() => stopping.removeEventListener("abort", stop));
}

function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      until.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    until.addEventListener("abort", end, { once: true });
  });
}
