/** Addresses and ports on this machine that nobody else uses. */

import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** From which the kernel connects to any loopback address, unless told otherwise. */
export const KERNELS_CHOICE = "127.0.0.1";

/** A loopback address of one's own: 2^24 are there for the taking. */
export function ownAddress(): string {
  return `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(2, 255)}`;
}

/** A port that was free a moment ago, at an address that nobody else picks. */
export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const bound = server.address();
  server.close();
  await once(server, "close");
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}
