/** Runs in namespaces of its own: makes the network of a device whose net-vm answers DHCP, and prints what machines in it are told. */

import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Ask } from "./dhcp-client-main.ts";
import type { Answer } from "./dhcp-message.ts";
import { makeNetwork, plugIn, run, textOf, within } from "./planned-network.ts";
import { FLOW, reachDevice } from "./reach-device.ts";
import type { Probe } from "./reach-probe-main.ts";

const [pool] = process.argv.slice(2);
const device = reachDevice({
  enable: true,
  ...(pool === undefined ? {} : { pool }),
});
const network = makeNetwork(device);
const { placements } = network;
/** The MAC addresses in those that come to the server. */
const questions: string[] = [];
await serve();

const clients = placements.filter(({ vm }) => vm.role !== "net");
for (const { vm } of clients) forget(vm.name);
const STRANGER = { name: "stranger", mac: "02:00:00:03:55:01" };
plugIn(STRANGER.name, "tap-windows", STRANGER.mac);
forget(STRANGER.name);

const whole = ["discover", "request"] as const;
const told = await Promise.all(
  clients.map(async ({ vm, mac }) => [
    vm.name,
    await asked(vm.name, { kinds: whole, mac, isExpected: true }),
  ]),
);
const [one, three] = [macOf("one-vm"), macOf("three-vm")];
const forged = {
  // Another's address in what it says, to learn or to decline what the other has.
  inMessage: await asked("three-vm", {
    kinds: ["discover", "decline"],
    mac: one,
    wanted: addressOf("one-vm"),
    server: addressOf("net-vm"),
  }),
  overRelay: await asked("three-vm", {
    kinds: ["discover"],
    mac: three,
    relay: addressOf("three-vm"),
  }),
  onTheWire: await asAnother("three-vm", one),
  asNobodyKnown: await asAnother("three-vm", "02:00:00:00:00:99"),
  byStranger: await asked(STRANGER.name, { kinds: ["discover"], mac: one }),
};
const afterwards = await asked("one-vm", {
  ...{ kinds: whole, mac: one, isExpected: true },
});
const stranger = await asked(STRANGER.name, {
  ...{ kinds: whole, mac: STRANGER.mac, isExpected: pool !== undefined },
});
const planned = placements.map(({ vm, address }) => [vm.name, address]);
const reached = await reachedBy(STRANGER.name, stranger.at(-1)?.address);
const asking = questions.map(
  (mac) => placements.find((one) => one.mac === mac)?.vm.name ?? mac,
);
process.stdout.write(
  JSON.stringify({
    asking: asking.sort(),
    reached,
    planned,
    told,
    forged,
    afterwards,
    stranger,
    heard: await heardByOne(68),
    heardInFlow: await heardByOne(FLOW.udp),
  }),
  () => process.exit(0),
);

/** As the unit of the plan starts it; fills `questions`. */
async function serve(): Promise<void> {
  mkdirSync("/run/ghaf-dhcp");
  const file = join(network.folder, "dhcp.conf");
  writeFileSync(file, textOf(network, "net-vm", "/etc/ghaf/dhcp.conf"));
  const config = `--conf-file=${file}`;
  run("dnsmasq", "--test", config);
  const server = [...within("net-vm"), "dnsmasq", "--keep-in-foreground"];
  const [program = "", ...words] = [...server, config];
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "pipe"] });
  const lines = createInterface(child.stderr);
  lines.on("line", (line) => {
    process.stderr.write(`${line}\n`);
    const [, mac] = / DHCPDISCOVER\(ethint0\).* (\S+:\S+)/.exec(line) ?? [];
    if (mac !== undefined) questions.push(mac);
  });
  for await (const [line] of on(lines, "line", { close: ["close"] })) {
    if (String(line).includes("sockets bound exclusively")) return;
  }
  throw new Error("the server has ended");
}

/** It has no address; what it sends to everybody leaves by its card. */
function forget(name: string): void {
  const card = ["dev", "ethint0"];
  run(...within(name), "ip", "address", "flush", ...card);
  run(...within(name), "ip", "route", "add", "255.255.255.255", ...card);
}

function macOf(name: string): string {
  return placements.find(({ vm }) => vm.name === name)?.mac ?? "";
}

function addressOf(name: string): string {
  return placements.find(({ vm }) => vm.name === name)?.address ?? "";
}

async function asked(name: string, ask: Ask): Promise<readonly Answer[]> {
  const script = join(import.meta.dirname, "dhcp-client-main.js");
  return JSON.parse(await said(name, [script, JSON.stringify(ask)]));
}

function startWithin(name: string, words: readonly string[]) {
  const [program = "", ...all] = [...within(name), process.execPath, ...words];
  return spawn(program, all, { stdio: ["pipe", "pipe", "inherit"] });
}

async function asAnother(
  name: string,
  mac: string,
): Promise<readonly Answer[]> {
  const set = ["ip", "link", "set", "dev", "ethint0", "address"];
  run(...within(name), ...set, mac);
  const answers = await asked(name, { kinds: ["discover"], mac });
  run(...within(name), ...set, macOf(name));
  return answers;
}

/** It has its address again, and what comes to it is up to the bridge. */
function unguard(name: string): void {
  const words = [`${addressOf(name)}/24`, "dev", "ethint0"];
  run(...within(name), "ip", "address", "replace", ...words);
  run(...within(name), "nft", "flush", "ruleset");
}

/**
 * two-vm may answer one-vm from the port of their flow, but not as a server would.
 * @param port where one-vm listens; 68 is where it hears servers
 */
async function heardByOne(port: number): Promise<string> {
  for (const name of ["one-vm", "two-vm"]) unguard(name);
  const script = join(import.meta.dirname, "reach-probe-main.js");
  const listen: Probe = { listen: [], udp: port };
  const listener = startWithin("one-vm", [script, JSON.stringify(listen)]);
  const lines = createInterface(listener.stdout);
  await once(lines, "line");
  const from = addressOf("two-vm");
  for (const [say, local] of [
    ["rogue", FLOW.udp],
    ["server", 67],
  ] as const) {
    const task: Probe = { say, from, local, to: addressOf("one-vm"), port };
    const sender = startWithin("two-vm", [script, JSON.stringify(task)]);
    const [code] = await once(sender, "exit");
    if (code !== 0) throw new Error(`${say} was not sent: ${code}`);
  }
  const last = once(lines, "line");
  listener.stdin.end();
  return String((await last)[0]);
}

/** From an address, or not at all. */
async function reachedBy(
  name: string,
  address: string | undefined,
): Promise<readonly string[]> {
  if (address === undefined) return [];
  const card = ["dev", "ethint0"];
  run(...within(name), "ip", "address", "add", `${address}/24`, ...card);
  unguard("one-vm");
  const targets = ["net-vm", "one-vm"].flatMap((vm) =>
    [53, 9000].map((port) => ({ vm, port, address: addressOf(vm) })),
  );
  const script = join(import.meta.dirname, "reach-probe-main.js");
  const listen: Probe = { listen: [53, 9000], udp: 5000 };
  await Promise.all(
    ["net-vm", "one-vm"].map(async (vm) => {
      const child = startWithin(vm, [script, JSON.stringify(listen)]);
      await once(child.stdout, "data");
    }),
  );
  const task: Probe = { connect: targets };
  const answers = JSON.parse(await said(name, [script, JSON.stringify(task)]));
  return targets
    .filter((_, index) => answers[index] === true)
    .map(({ vm, port }) => `${vm} ${port}`);
}

/** All that it prints. */
async function said(name: string, words: readonly string[]): Promise<string> {
  let text = "";
  const { stdout } = startWithin(name, words);
  for await (const chunk of stdout.setEncoding("utf8")) text += chunk;
  return text;
}
