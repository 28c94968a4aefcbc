/** QEMU as a child process: in a group of its own, its console on our pipes, its end ours to know. */

import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { deferred, firstLine } from "@ghaf/daemon";
import { reasonOf } from "../errors.ts";

export interface QemuEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it complained of, one line; empty when it did not. */
  readonly complaint: string;
}

export interface QemuProcess {
  readonly pid: number | undefined;
  /** The guest's serial console. */
  readonly output: Readable;
  readonly input: Writable;
  /** Aborted at its end. */
  readonly gone: AbortSignal;
  readonly ended: Promise<QemuEnd>;
  signal(name: "SIGTERM" | "SIGKILL"): void;
}

/** What it said first explains its end; a guest can make it say more than that. */
const MOST_COMPLAINT = 4096;

export interface QemuStart {
  /** Complete. */
  readonly argv: readonly [string, ...string[]];
  /** They become 3 and the next ones. */
  readonly descriptors: readonly number[];
  readonly workingFolder: string;
}

export function startQemu({
  argv: [program, ...words],
  descriptors,
  workingFolder,
}: QemuStart): QemuProcess {
  const child = spawn(program, words, {
    stdio: ["pipe", "pipe", "pipe", ...descriptors],
    cwd: workingFolder,
    // Ctrl-C at a terminal is for the runner, which then stops the guest in order.
    detached: true,
  });
  const [input, output, errors] = pipesOf(child.stdio);
  const gone = new AbortController();
  const ended = deferred<QemuEnd>();
  let complaint = "";
  errors.setEncoding("utf8").on("data", (text: string) => {
    complaint = `${complaint}${text}`.slice(0, MOST_COMPLAINT);
  });
  input.on("error", () => undefined);
  child.once("error", (error) => {
    gone.abort();
    const what = { code: null, signal: null, complaint: reasonOf(error) };
    ended.resolve(what);
  });
  child.once("exit", () => gone.abort());
  child.once("close", (code, signal) => {
    ended.resolve({ code, signal, complaint: firstComplaint(complaint) });
  });
  return {
    ...{ pid: child.pid, output, input },
    ...{ gone: gone.signal, ended: ended.promise },
    signal: (name) => void child.kill(name),
  };
}

/** Warnings come first and explain nothing. */
function firstComplaint(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const [first = ""] = lines.filter((line) => !line.includes("warning:"));
  return firstLine(first || (lines[0] ?? ""));
}

function pipesOf(
  stdio: ReturnType<typeof spawn>["stdio"],
): [Writable, Readable, Readable] {
  const [input, output, errors] = stdio;
  if (!input || !output || !errors) throw new Error("QEMU has no pipes");
  return [input, output, errors];
}
