/** What instance.json may say, and how its mistakes are told. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSpec } from "./instance-spec.ts";

const whole = {
  name: "desk",
  bridge: "virbr0",
  addresses: ["192.168.101.2/24"],
  packetFilter: "host/nftables.conf",
  agent: ["/usr/bin/node", "agent.cjs"],
  relay: { port: 0, targetAddress: "192.168.101.10", targetPort: 9001 },
  uplink: { socket: "microvms/net-vm/uplink.sock", resolver: "192.168.102.3" },
};

const parsed = (spec: object) =>
  parseSpec(JSON.stringify(spec), "instance.json");

test("a whole specification is read as it is", () => {
  assert.deepEqual(parsed(whole), {
    name: "desk",
    network: {
      bridge: "virbr0",
      addresses: ["192.168.101.2/24"],
      packetFilter: "host/nftables.conf",
    },
    agent: ["/usr/bin/node", "agent.cjs"],
    relay: { port: 0, target: { host: "192.168.101.10", port: 9001 } },
    uplink: {
      socket: "microvms/net-vm/uplink.sock",
      resolver: "192.168.102.3",
    },
  });
});

test("a device may have no network, no relay and no way out", () => {
  const { network, relay, uplink } = parsed({ name: "a", agent: ["x"] });
  assert.deepEqual([network, relay, uplink], [null, null, null]);
});

for (const [what, change, told] of [
  ["a name that is no name", { name: "../x" }, /name: expected 1 to 32/],
  ["no agent", { agent: [] }, /agent: expected a program/],
  ["a bridge with a blank", { bridge: "a b" }, /bridge: expected an interface/],
  ["an address without prefix", { addresses: ["1.2.3.4"] }, /addresses\[0\]/],
  ["a prefix beyond 32", { addresses: ["1.2.3.4/33"] }, /addresses\[0\]/],
  [
    "a host name to relay to",
    { relay: { targetAddress: "a" } },
    /targetAddress/,
  ],
  ["a socket without a path", { uplink: {} }, /uplink\.socket/],
  ["an unknown key of the wrong kind", { bridge: 5 }, /bridge/],
] as const) {
  test(`${what} is told at its place`, () => {
    assert.throws(() => parsed({ ...whole, ...change }), {
      code: "invalid-spec",
      message: told,
    });
  });
}

test("what is no JSON is told with the file", () => {
  assert.throws(() => parseSpec("{", "x/instance.json"), {
    message: /^x\/instance\.json is not JSON/,
  });
});
