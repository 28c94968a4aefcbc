/** The socket of a runner in its state directory: it tells others that the directory is taken, and takes requests of its own user. */

import { rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { checkSocketIsFree } from "../qemu/connect-socket.ts";
import type { PictureFormat } from "../qemu/take-screen.ts";
import { type Answer, parseRequest, type Request } from "./request.ts";

export const DOOR = "ghaf-runner.sock";

/** What a running VM does for who asks; errors are answers too. */
export interface Answering {
  shutdown(): void;
  /** @returns the MiB that the guest has now */
  balloon(mib: number): Promise<number>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** @returns what QEMU says of its processors */
  state(): Promise<string>;
  screendump(format: PictureFormat): Promise<Buffer>;
  /** The stream is the caller's until it ends. */
  console(stream: Socket): void;
}

export interface Door {
  /** Requests before this are told that the VM starts. */
  open(answering: Answering): void;
  /** Ends all connections and removes the socket. */
  close(): Promise<void>;
}

const LONGEST_REQUEST = 1024;
const REQUEST_MS = 10_000;

/**
 * Takes the directory: a socket that somebody answers at is a runner that lives,
 * one that nobody answers at is what a killed one left.
 * @throws RunnerError `in-use`
 */
export async function takeDoor(stateDir: string): Promise<Door> {
  const path = join(stateDir, DOOR);
  const visitors = new Set<Socket>();
  let answering: Answering | undefined;
  const server = createServer((socket) => {
    visitors.add(socket);
    socket.on("close", () => visitors.delete(socket));
    socket.on("error", () => socket.destroy());
    receive(socket, () => answering);
  });
  await listenAt(server, path);
  return {
    open: (ready) => {
      answering = ready;
    },
    close: () => {
      for (const socket of visitors) socket.destroy();
      // Closing removes the socket.
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function receive(socket: Socket, answering: () => Answering | undefined): void {
  const splitter = new LineSplitter(LONGEST_REQUEST);
  socket.setTimeout(REQUEST_MS, () => socket.destroy());
  const read = (chunk: Buffer) => {
    const [line] = splitter.push(chunk);
    if (line === undefined) return;
    socket.off("data", read);
    socket.setTimeout(0);
    const text = typeof line === "string" ? line : "";
    void respond(socket, text, answering());
  };
  socket.on("data", read);
}

async function respond(
  socket: Socket,
  untrusted: string,
  answering: Answering | undefined,
): Promise<void> {
  try {
    const request = parseRequest(untrusted);
    if (answering === undefined) {
      throw new RunnerError("qemu", "the VM is starting");
    }
    await answer(socket, request, answering);
  } catch (error) {
    socket.end(lineOf({ ok: false, reason: reasonOf(error) }));
  }
}

async function answer(
  socket: Socket,
  request: Request,
  answering: Answering,
): Promise<void> {
  switch (request.do) {
    case "shutdown":
      answering.shutdown();
      socket.write(lineOf({ ok: true }));
      return;
    case "balloon": {
      const mib = await answering.balloon(request.mib);
      socket.end(lineOf({ ok: true, mib }));
      return;
    }
    case "pause":
    case "resume":
      await answering[request.do]();
      socket.end(lineOf({ ok: true }));
      return;
    case "state":
      socket.end(lineOf({ ok: true, state: await answering.state() }));
      return;
    case "screendump": {
      const picture = await answering.screendump(request.format);
      socket.write(lineOf({ ok: true, bytes: picture.length }));
      socket.end(picture);
      return;
    }
    case "console":
      socket.write(lineOf({ ok: true }));
      answering.console(socket);
      return;
  }
}

function lineOf(value: Answer): string {
  return `${JSON.stringify(value)}\n`;
}

async function listenAt(server: Server, path: string): Promise<void> {
  try {
    await listen(server, path);
  } catch (error) {
    if (systemCode(error) !== "EADDRINUSE") throw error;
    await checkNobodyAnswers(path);
    await rm(path, { force: true });
    await listen(server, path);
  }
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
