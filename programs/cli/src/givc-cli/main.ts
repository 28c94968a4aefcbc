/** The process around `givc-cli`: arguments, environment, standard streams, Ctrl-C and the clock. */

import { hostname } from "node:os";
import { nodeCredentialFiles } from "../connection/node-files.ts";
import { writeTo } from "../output/descriptor.ts";
import type { Io } from "./io.ts";
import { run } from "./run.ts";

function interruption(): AbortSignal {
  const abort = new AbortController();
  // A second Ctrl-C ends the process the usual way.
  process.once("SIGINT", () => abort.abort());
  return abort.signal;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish);
  });
}

const io: Io = {
  stdout: { write: (chunk) => writeTo(1, chunk) },
  stderr: { write: (chunk) => writeTo(2, chunk) },
  // Asking process for stdin opens it, and only one command reads it.
  get stdin() {
    return process.stdin;
  },
  hostname: hostname(),
  signal: interruption(),
  files: nodeCredentialFiles,
  connect: async (to) =>
    (await import("../connection/open.ts")).openConnection(to),
  httpGet: async (url, signal) =>
    (await import("./http-get.ts")).httpGet(url, signal),
  wait,
};

async function main(): Promise<void> {
  const code = await run(process.argv.slice(2), process.env, io);
  // Everything is written; what is left are connections on their way out.
  process.exit(code);
}

void main();
