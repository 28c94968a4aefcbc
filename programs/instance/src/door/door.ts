/** The socket of an instance in its folder: it tells others that the folder is taken, and takes the wish to stop. A visitor's connection ends with the instance, whether it wished anything or not. */

import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { InstanceError, systemCode } from "../errors.ts";

export const DOOR = "door.sock";

/** What a visitor may ask, one word and a newline. */
export type Wish =
  /** Stop the VMs in order, then everything. */
  | "down"
  /** Everything ends now. */
  | "kill";

const WISHES: readonly string[] = ["down", "kill"];
const LONGEST_WISH = 16;
const MOST_VISITORS = 64;

/** @throws InstanceError `in-use` when an instance answers there */
export async function openDoor(onWish: (wish: Wish) => void): Promise<void> {
  await checkNobodyAnswers();
  await rm(DOOR, { force: true });
  const server = createServer((socket) => receive(socket, onWish));
  server.maxConnections = MOST_VISITORS;
  server.listen(DOOR);
  await once(server, "listening");
}

async function checkNobodyAnswers(): Promise<void> {
  const socket = connect(DOOR);
  try {
    await once(socket, "connect");
  } catch (cause) {
    if (["ENOENT", "ECONNREFUSED"].includes(systemCode(cause))) return;
    throw cause;
  } finally {
    socket.destroy();
  }
  const text = "another ghaf-instance has this folder: it answers at its door";
  throw new InstanceError("in-use", text, { value: DOOR });
}

function receive(socket: Socket, onWish: (wish: Wish) => void): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: string) => {
    text += chunk;
    const [wish = "", rest] = text.split("\n", 2);
    if (rest === undefined && text.length <= LONGEST_WISH) return;
    text = "";
    if (isWish(wish)) {
      socket.write("ok\n");
      onWish(wish);
    } else {
      socket.end("that is no wish\n");
    }
  });
}

function isWish(untrusted: string): untrusted is Wish {
  return WISHES.includes(untrusted);
}
