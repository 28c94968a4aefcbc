/** Which admin a command means: what it is told, else the device that runs on this machine. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResolvedConnection } from "../connection/resolve.ts";
import { perform } from "./fake-io.ts";

const here: ResolvedConnection = {
  target: {
    endpoint: { kind: "tcp", host: "127.0.0.1", port: 40_000 },
    serverName: "admin-vm",
  },
  tls: undefined,
  sourceAddress: undefined,
};
const admin = { queryList: async () => ({}) };
const io = { device: async () => here };

test("a command that names no admin speaks with the device that runs here", async () => {
  const argv = ["vm", "list"];
  const { connections, code } = await perform({ argv, admin, io });
  assert.equal(code, 0);
  assert.deepEqual(connections, [here]);
});

for (const [how, argv, env] of [
  ["a flag", ["vm", "list", "--addr", "192.0.2.1"], {}],
  ["a variable", ["vm", "list"], { GIVC_ADDR: "192.0.2.1" }],
] as const) {
  test(`an admin named by ${how} is the one that is meant`, async () => {
    const { connections } = await perform({ argv, env, admin, io });
    const [connection] = connections;
    const endpoint = { kind: "tcp", host: "192.0.2.1", port: 9001 };
    assert.deepEqual(connection?.target.endpoint, endpoint);
  });
}
