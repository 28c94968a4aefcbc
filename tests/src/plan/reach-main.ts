/**
 * Runs in network and mount namespaces of its own: makes the host's bridge and a namespace for
 * each VM with the packet filters of the plan, and prints who reaches whom. All of it ends with
 * the process.
 */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  NOTHING_ALLOCATED,
  type Placement,
  placementsOf,
  plan,
  reachability,
} from "@ghaf/plan";
import { HOST_NAME } from "@ghaf/system";
import { FLOW, reachDevice } from "./reach-device.ts";
import type { Probe } from "./reach-probe-main.ts";

const system = reachDevice();
const { allocation, artifacts } = plan(system, NOTHING_ALLOCATED);
const { machines, connections } = reachability(system, allocation);
const placements = placementsOf(system, allocation);
/** One more, which nobody may connect to. */
const ports = [...new Set(connections.map(({ port }) => port)), 4444];

run("mount", "-t", "tmpfs", "tmpfs", "/run");
const folder = mkdtempSync("/run/ghaf-reach-");
makeHost();
for (const placement of placements) makeVm(placement);

const names = machines.map(({ name }) => name);
const listeners = await Promise.all(names.map(listen));
const reached = (await Promise.all(names.map(reachFrom))).flat();
const [one, two] = [addressOf("one-vm"), addressOf("two-vm")];
// An address of somebody else, at an interface that nobody asks.
run(...within("three-vm"), "ip", "address", "add", `${one}/32`, "dev", "lo");
await probe("three-vm", { say: "forged", from: one, to: two, port: FLOW.udp });
await probe("one-vm", { say: "honest", from: one, to: two, port: FLOW.udp });
const heard = await listeners[names.indexOf("two-vm")]?.stop();
const expected = connections
  .filter(({ protocol }) => protocol === "tcp")
  .map(({ from, to, port }) => `${from} ${to} ${port}`);
process.stdout.write(
  JSON.stringify({ reached: reached.sort(), expected: expected.sort(), heard }),
);
process.exit(0);

function run(program: string, ...words: readonly string[]): void {
  execFileSync(program, words, { stdio: ["ignore", "ignore", "inherit"] });
}

function makeHost(): void {
  run("ip", "link", "set", "lo", "up");
  run("ip", "link", "add", "virbr0", "type", "bridge");
  const [address] = machines[0]?.addresses ?? [];
  run("ip", "address", "add", `${address}/24`, "dev", "virbr0");
  run("ip", "link", "set", "virbr0", "up");
  filter(HOST_NAME, []);
}

function makeVm({ vm, tap, mac, address, debugAddress }: Placement): void {
  const inside = within(vm.name);
  const card = ["dev", "ethint0"];
  run("ip", "netns", "add", vm.name);
  run(
    "ip",
    "link",
    "add",
    tap,
    "type",
    "veth",
    "peer",
    "ethint0",
    "netns",
    vm.name,
  );
  run("ip", "link", "set", tap, "master", "virbr0", "up");
  run(...inside, "ip", "link", "set", ...card, "address", mac);
  for (const own of [address, debugAddress ?? address]) {
    run(...inside, "ip", "address", "replace", `${own}/24`, ...card);
  }
  run(...inside, "ip", "link", "set", ...card, "up");
  filter(vm.name, inside);
}

function filter(name: string, inside: readonly string[]): void {
  const artifact = artifacts.find(
    (made) => made.system === name && made.path === "/etc/nftables.conf",
  );
  const file = join(folder, `${name}.nft`);
  writeFileSync(file, artifact?.text ?? "");
  const [program = "", ...words] = [...inside, "nft", "-f", file];
  run(program, ...words);
}

function within(name: string): readonly [string, ...string[]] {
  return ["ip", "netns", "exec", name];
}

/** Where the host is, the second address leads. */
function addressOf(name: string, from = ""): string {
  const found = machines.find((machine) => machine.name === name)?.addresses;
  return (from === HOST_NAME ? found?.at(-1) : found?.[0]) ?? "";
}

function start(name: string, task: Probe) {
  const script = join(import.meta.dirname, "reach-probe-main.js");
  const own = name === HOST_NAME ? [] : within(name);
  const [program = "", ...words] = [
    ...own,
    ...[process.execPath, script, JSON.stringify(task)],
  ];
  return spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
}

async function probe(name: string, task: Probe): Promise<string> {
  const child = start(name, task);
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  return text;
}

async function listen(name: string) {
  const child = start(name, { listen: ports, udp: FLOW.udp });
  const lines = createInterface(child.stdout);
  await once(lines, "line");
  return {
    /** @returns what was sent to it over UDP */
    stop: async (): Promise<string> => {
      const last = once(lines, "line");
      child.stdin.end();
      return String((await last)[0]);
    },
  };
}

async function reachFrom(from: string): Promise<readonly string[]> {
  const targets = names
    .filter((name) => name !== from)
    .flatMap((to) =>
      ports.map((port) => ({ to, port, address: addressOf(to, from) })),
    );
  const answers = JSON.parse(await probe(from, { connect: targets }));
  return targets
    .filter((_, index) => answers[index] === true)
    .map(({ to, port }) => `${from} ${to} ${port}`);
}
