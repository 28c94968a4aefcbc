/** The relay between two real sockets of the loopback interface. */

import assert from "node:assert/strict";
import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { type TestContext, test } from "node:test";
import { relay } from "./relay.ts";

async function listening(t: TestContext, server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** However it came to that. */
function closed(client: Socket): Promise<void> {
  client.on("error", () => undefined).resume();
  return new Promise((resolve) => client.once("close", () => resolve()));
}

async function relayTo(t: TestContext, port: number): Promise<number> {
  const server = createServer();
  relay(server, { host: "127.0.0.1", port });
  return await listening(t, server);
}

test("bytes go both ways, and an end is passed on", async (t) => {
  const echo = createServer((socket) => socket.pipe(socket));
  const port = await relayTo(t, await listening(t, echo));
  const client = connect(port, "127.0.0.1");
  const text = "x".repeat(300_000);
  client.end(text);
  let heard = "";
  for await (const chunk of client) heard += chunk;
  assert.equal(heard, text);
});

test("nobody at the other end ends the connection", async (t) => {
  // The port of a connection: nobody else gets it, and nobody listens there.
  const held = connect(await listening(t, createServer()), "127.0.0.1");
  t.after(() => held.destroy());
  await once(held, "connect");
  const client = connect(await relayTo(t, held.localPort ?? 0), "127.0.0.1");
  await closed(client);
});

test("a far end that breaks breaks the near one", async (t) => {
  const rude = createServer((socket) => socket.resetAndDestroy());
  const port = await relayTo(t, await listening(t, rude));
  const client = connect(port, "127.0.0.1");
  await closed(client);
});
