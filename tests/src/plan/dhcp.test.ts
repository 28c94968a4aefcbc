/** The DHCP server of the plan, asked through the packet filters of the plan. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import type { Answer } from "./dhcp-message.ts";

interface Measured {
  readonly planned: readonly (readonly [string, string])[];
  readonly told: readonly (readonly [string, readonly Answer[]])[];
  readonly forged: Readonly<Record<string, readonly Answer[]>>;
  readonly afterwards: readonly Answer[];
  /** Of whom the server was asked, each time. */
  readonly asking: readonly string[];
  readonly stranger: readonly Answer[];
  /** By the stranger, once it has an address. */
  readonly reached: readonly string[];
  readonly heard: string;
  /** By the same senders, where the flow lets them. */
  readonly heardInFlow: string;
}

function measured(...words: readonly string[]): Measured {
  const script = join(import.meta.dirname, "dhcp-main.js");
  const argv = [
    ...["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
    ...[process.execPath, script, ...words],
  ];
  const options = { encoding: "utf8", timeout: 120_000 } as const;
  const { status, stdout, stderr } = spawnSync("unshare", argv, options);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const everybody = {
  ...{ server: "192.168.100.1", mask: "255.255.255.0" },
  ...{ routers: "192.168.100.1", names: "192.168.100.1" },
};

function answersFor(address: string): readonly Answer[] {
  const answer = { ...everybody, address };
  return [
    { kind: "offer", ...answer },
    { kind: "ack", ...answer },
  ];
}

const NOTHING = {
  ...{ inMessage: [], overRelay: [], onTheWire: [] },
  ...{ asNobodyKnown: [], byStranger: [] },
};

test("each VM is told its own address, and nobody learns or loses another's", () => {
  const { planned, told, forged, ...rest } = measured();
  const expected = planned
    .filter(([name]) => name !== "net-vm")
    .map(([name, address]) => [name, answersFor(address)]);
  assert.equal(expected.length, 4);
  assert.deepEqual(told, expected);
  assert.deepEqual(forged, NOTHING);
  const [, address = ""] = planned.find(([name]) => name === "one-vm") ?? [];
  assert.deepEqual(rest.afterwards, answersFor(address));
  assert.deepEqual(rest.stranger, []);
  assert.deepEqual(rest.asking, [
    ...["admin-vm", "one-vm", "one-vm", "three-vm", "two-vm"],
  ]);
  assert.equal(rest.heard, "");
  assert.equal(rest.heardInFlow, "rogue");
});

test("with a pool a VM that the plan does not know gets an address of it, under its own MAC, and with it names", () => {
  const { stranger, forged, told, asking, reached } = measured(
    "192.168.100.211-192.168.100.211",
  );
  assert.deepEqual(stranger, answersFor("192.168.100.211"));
  assert.deepEqual(forged, NOTHING);
  assert.deepEqual(asking, [
    ...["02:00:00:03:55:01", "admin-vm", "one-vm", "one-vm"],
    ...["three-vm", "two-vm"],
  ]);
  assert.deepEqual(reached, ["net-vm 53"]);
  assert.equal(told.filter(([, [offer]]) => offer !== undefined).length, 4);
});
