/** The steps that make the network of an instance. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inNetworkOf, networkSteps } from "./network.ts";

test("rules are there before the bridge, and the bridge is up last", () => {
  const steps = networkSteps({
    bridge: "virbr0",
    addresses: ["192.168.101.2/24"],
    packetFilter: "host/nftables.conf",
  }).map((words) => words.join(" "));
  assert.deepEqual(steps, [
    "ip link set lo up",
    "nft -f host/nftables.conf",
    "ip link add virbr0 address 02:67:68:61:66:02 type bridge stp_state 0",
    "ip link set virbr0 addrgenmode none",
    "ip address add 192.168.101.2/24 dev virbr0",
    "ip link set virbr0 up",
  ]);
});

test("without a bridge there is only the loopback", () => {
  assert.deepEqual(networkSteps(null), [["ip", "link", "set", "lo", "up"]]);
});

test("a step runs in the network of that process", () => {
  assert.deepEqual(inNetworkOf(7, ["ip", "link"]), [
    ...["nsenter", "--net=/proc/7/ns/net", "--", "ip", "link"],
  ]);
});
