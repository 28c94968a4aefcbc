/** The way out of the VM that routes: passt, which turns its packets into this machine's own connections. */

import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import type { Logger } from "@ghaf/daemon";
import { firstLine } from "../program/must-run.ts";

/**
 * Nothing is forwarded in, and what listens on this machine's loopback is not the VMs'
 * (passt(1)). IPv4 only, as all of the network inside.
 */
function wordsOf(socket: string): string[] {
  return [
    ...["--foreground", "--quiet", "--ipv4-only", "--no-map-gw"],
    ...["--tcp-ports", "none", "--udp-ports", "none"],
    ...["--socket", socket],
  ];
}

const PAUSE_MS = 2_000;
const MOST_COMPLAINT = 4_096;

/**
 * Keeps passt running, which ends when QEMU lets go of it. Without it the device has no
 * way out, and lives on.
 * @param onProblem told the reason once, when it cannot run at all
 */
export function keepUplink(
  socket: string,
  { log, onProblem }: { log: Logger; onProblem: (reason: string) => void },
): void {
  let told = false;
  const again = async () => {
    await rm(socket, { force: true });
    const since = performance.now();
    const reason = await runOnce(socket);
    const isFailure = performance.now() - since < PAUSE_MS;
    if (isFailure && !told) {
      told = true;
      log.error("there is no way out of the device", { reason });
      onProblem(`no way out: passt: ${reason}`);
    }
    setTimeout(() => void again(), isFailure ? PAUSE_MS : 0);
  };
  void again();
}

function runOnce(socket: string): Promise<string> {
  const child = spawn("passt", wordsOf(socket), {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(0, MOST_COMPLAINT);
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) =>
      resolve(firstLine(said) || `it ended with ${signal ?? code}`),
    );
  });
}
