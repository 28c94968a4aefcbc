/** A loopback network that no other test has at the same time. */

import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Demo and benchmarks choose among 127.64 to 127.191. */
const FIRST = 192;
const PAST_LAST = 255;
const ATTEMPTS = 100;
/** Nobody else's: whoever listens there has the network. */
const FLAG = { host: 1, port: 9_999 } as const;

export interface OwnNetwork {
  /** The first three numbers of its addresses. */
  readonly prefix: string;
  /** Leaves it to others. */
  release(): void;
}

/** @throws Error when a hundred networks were taken */
export async function reserveNetwork(): Promise<OwnNetwork> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const prefix = `127.${randomInt(FIRST, PAST_LAST)}.${randomInt(256)}`;
    const flag = await hoist(prefix);
    if (flag !== undefined) return { prefix, release: () => flag.close() };
  }
  throw new Error("there is no loopback network left");
}

async function hoist(prefix: string): Promise<Server | undefined> {
  const { host, port } = FLAG;
  const server = createServer((socket) => socket.destroy()).unref();
  server.listen({ host: `${prefix}.${host}`, port, exclusive: true });
  try {
    await once(server, "listening");
    return server;
  } catch {
    return undefined;
  }
}
