/** Connecting to a socket that QEMU makes while it starts. */

import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";

/** Nothing tells when the socket is there; looking is cheap. */
const STEP_MS = 20;

export interface ConnectOptions {
  readonly deadlineMs: number;
  /** Aborted when QEMU has ended: nobody will make the socket. */
  readonly signal: AbortSignal;
}

/** @throws RunnerError `timeout`, or `qemu` when QEMU ended first */
export async function connectSocket(
  path: string,
  { deadlineMs, signal }: ConnectOptions,
): Promise<Socket> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await tryConnect(path);
    if (found.kind === "connected") return found.socket;
    if (signal.aborted) {
      throw new RunnerError("qemu", "QEMU ended", { value: path });
    }
    if (performance.now() > end) {
      const text = `QEMU has not made its socket ${path} in ${deadlineMs} ms`;
      throw new RunnerError("timeout", text, { value: path });
    }
    await pause(STEP_MS);
  }
}

/** @throws RunnerError `in-use` when a program answers at that socket */
export async function checkSocketIsFree(path: string): Promise<void> {
  const found = await tryConnect(path);
  if (found.kind === "absent") return;
  found.socket.destroy();
  const text = `socket ${path} is in use: another program answers there`;
  throw new RunnerError("in-use", text, { value: path });
}

type Attempt =
  | { readonly kind: "connected"; readonly socket: Socket }
  | { readonly kind: "absent" };

/** A socket that nobody listens at is as absent as a missing one. */
function tryConnect(path: string): Promise<Attempt> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      socket.on("error", () => socket.destroy());
      resolve({ kind: "connected", socket });
    });
    socket.once("error", (error) => {
      const code = systemCode(error);
      if (["ENOENT", "ECONNREFUSED", "EAGAIN"].includes(code)) {
        resolve({ kind: "absent" });
        return;
      }
      const text = `socket ${path} cannot be used: ${reasonOf(error)}`;
      reject(new RunnerError("qemu", text, { value: path, cause: error }));
    });
  });
}
