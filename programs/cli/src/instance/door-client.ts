/** Speaking with a running instance at its door. */

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { InstanceFolder } from "./folders.ts";

/** A running instance, held on to: its end is noticed at once. */
export interface OpenDoor {
  /** Resolves when the instance is gone, whatever ended it. */
  readonly ended: Promise<void>;
  wish(word: "down" | "kill"): void;
  close(): void;
}

/** @returns undefined when no instance answers */
export async function openDoor({
  door,
}: InstanceFolder): Promise<OpenDoor | undefined> {
  const socket = connect(door);
  try {
    await once(socket, "connect");
  } catch {
    return undefined;
  }
  const ended = new Promise<void>((resolve) => socket.once("close", resolve));
  socket.on("error", () => socket.destroy());
  socket.resume();
  return {
    ended: ended.then(() => undefined),
    wish: (word) => say(socket, word),
    close: () => socket.destroy(),
  };
}

function say(socket: Socket, word: string): void {
  socket.write(`${word}\n`);
}

export async function isRunning(folder: InstanceFolder): Promise<boolean> {
  const door = await openDoor(folder);
  door?.close();
  return door !== undefined;
}
