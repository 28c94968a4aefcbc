/** That only one runner works in a state directory. */

import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { RunnerError, systemCode } from "../errors.ts";
import { checkSocketIsFree } from "../qemu/connect-socket.ts";

/** The socket that the runner of a VM listens on for as long as it lives. */
export const DOOR = "ghaf-runner.sock";

export interface Claim {
  release(): Promise<void>;
}

/**
 * Takes the directory: a socket that somebody answers at is a runner that lives,
 * one that nobody answers at is what a killed one left.
 * @throws RunnerError `in-use`
 */
export async function claimStateDir(stateDir: string): Promise<Claim> {
  const path = join(stateDir, DOOR);
  const server = createServer((socket) => socket.destroy());
  try {
    await listen(server, path);
  } catch (error) {
    if (systemCode(error) !== "EADDRINUSE") throw error;
    await checkNobodyAnswers(path);
    await rm(path, { force: true });
    await listen(server, path);
  }
  return { release: () => close(server) };
}

async function checkNobodyAnswers(path: string): Promise<void> {
  try {
    await checkSocketIsFree(path);
  } catch (cause) {
    if (!(cause instanceof RunnerError)) throw cause;
    const text = `another runner has this VM: it answers at ${path}`;
    throw new RunnerError("in-use", text, { value: path, cause });
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Closing removes the socket. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
