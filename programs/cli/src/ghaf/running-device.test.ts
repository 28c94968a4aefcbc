/** Which admin a command means: what it is told, else the device that runs on this machine. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { HERE, perform } from "./fake-io.ts";

const admin = { queryList: async () => ({}) };
const io = { device: async () => HERE };

test("a command that names no admin speaks with the device that runs here", async () => {
  const argv = ["vm", "list"];
  const { connections, code } = await perform({ argv, admin, io });
  assert.equal(code, 0);
  assert.deepEqual(connections, [HERE]);
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
