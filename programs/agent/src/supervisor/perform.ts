/** A program that does something for a unit and ends: bounded in time and in what it may print. */

import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { firstLine } from "@ghaf/daemon";
import type { Command } from "./keeper-messages.ts";
import { signalGroup } from "./process-group.ts";

export interface Performance {
  readonly command: Command;
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** Called with its process group as soon as it runs. */
  readonly onStarted: (group: number) => void;
}

const MOST_OUTPUT = 4_096;

/**
 * Resolves when the program has ended well.
 * @throws Error with the first line that it printed, or why it could not be run
 */
export function perform(performance: Performance): Promise<void> {
  const { command, environment, onStarted } = performance;
  const [program, ...words] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      detached: true,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = child;
    child.once("error", reject);
    if (pid === undefined) return;
    onStarted(pid);
    untilEnd(child, pid, performance.deadlineMs).then(resolve, reject);
  });
}

function untilEnd(
  child: ChildProcess,
  group: number,
  deadlineMs: number,
): Promise<void> {
  const printed = keepBeginning(child);
  let late: string | undefined;
  const timer = setTimeout(() => {
    late = `it did not end within ${deadlineMs} ms`;
    signalGroup(group, "SIGKILL");
  }, deadlineMs);
  return new Promise((resolve, reject) => {
    // Not "close": whoever left the group may hold the descriptors open.
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      signalGroup(group, "SIGKILL");
      child.stdout?.destroy();
      child.stderr?.destroy();
      const how = firstLine(printed()) || `it ended with ${signal ?? code}`;
      if (code === 0) resolve();
      else reject(new Error(late ?? how));
    });
  });
}

/** Reads everything, so that the program can go on, and keeps what came first. */
function keepBeginning(child: ChildProcess): () => string {
  let text = "";
  const keep = (stream: Readable | null) =>
    stream?.on("data", (bytes: Buffer) => {
      const room = MOST_OUTPUT - text.length;
      if (room > 0) text += bytes.toString("latin1", 0, room);
    });
  keep(child.stdout);
  keep(child.stderr);
  return () => text;
}
