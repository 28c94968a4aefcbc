/** The process of `ghaf`: hands the real ports to `run` and ends with its status. */

import type { WriteStream } from "node:tty";
import { nodeCredentialFiles } from "../connection/node-files.ts";
import type { Output } from "./io.ts";
import { run } from "./run.ts";

/** Where Debian has its programs: the search path of a user may lack those of the administrator, and a service may have none at all. */
const ALWAYS = ["/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

// Not awaited at the top: the bundle is CommonJS, which starts faster and has no such thing.
void main();

async function main(): Promise<void> {
  process.env["PATH"] = searchPath(process.env["PATH"]);
  const interrupted = interruption();
  const exit = process.exit.bind(process);
  // A configuration that ended the process would pass every check.
  process.exit = refuseToExit;
  const status = await run(process.argv.slice(2), process.env, {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    get signal() {
      return interrupted();
    },
    folder: process.cwd(),
    files: nodeCredentialFiles,
    now: () => new Date(),
    connect: async (to) =>
      (await import("../connection/open.ts")).openConnection(to),
    device: async (env) =>
      (await import("../instance/running-device.ts")).runningDevice(env),
    runner: async (words, timeoutMs) =>
      (await import("../instance/own-programs.ts")).runAtTerminal(
        "ghaf-runner",
        words,
        timeoutMs,
      ),
  });
  // Everything is written; what is left are connections on their way out.
  exit(status);
}

/** With them as the last. */
function searchPath(given: string | undefined): string {
  const folders = (given ?? "").split(":").filter(Boolean);
  return [...new Set([...folders, ...ALWAYS])].join(":");
}

function refuseToExit(): never {
  throw new Error("process.exit() would end ghaf itself");
}

/** Only who asks ends in order: a handler is not called while a configuration loops, and would keep Ctrl-C from ending it. */
function interruption(): () => AbortSignal {
  let interrupted: AbortController | undefined;
  return () => {
    interrupted ??= listening();
    return interrupted.signal;
  };
}

function listening(): AbortController {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => interrupted.abort());
  }
  return interrupted;
}

function output(stream: WriteStream): Output {
  // Each write reports its own failure; without a listener the first would end the process.
  stream.on("error", () => undefined);
  return {
    isTerminal: stream.isTTY === true,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
