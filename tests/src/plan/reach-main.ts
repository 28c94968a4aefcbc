/** Runs in namespaces of its own: makes the network of the device, and prints who reaches whom in it. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { QEMU_USERS } from "@ghaf/plan";
import { HOST_NAME } from "@ghaf/system";
import { makeNetwork, run, within } from "./planned-network.ts";
import { FLOW, reachDevice } from "./reach-device.ts";
import type { Probe } from "./reach-probe-main.ts";

const { machines, connections } = makeNetwork(reachDevice()).reach;
/** One more, which nobody may connect to. */
const ports = [...new Set(connections.map(({ port }) => port)), 4444];

/** Of a server on the host that answers who connects. */
const ANSWERING = 4445;

const names = machines.map(({ name }) => name);
const listeners = await Promise.all(names.map(listen));
const reached = (await Promise.all(names.map(reachFrom))).flat();
const [one, two] = [addressOf("one-vm"), addressOf("two-vm")];
// An address of somebody else, at an interface that nobody asks.
run(...within("three-vm"), "ip", "address", "add", `${one}/32`, "dev", "lo");
await probe("three-vm", { say: "forged", from: one, to: two, port: FLOW.udp });
await probe("one-vm", { say: "honest", from: one, to: two, port: FLOW.udp });
const [qemu, nobody] = [qemuOf("two-vm"), 65_534];
// What is dropped is never answered; what is not may take its time on a busy machine.
const sockets = [
  { name: "qemu", user: qemu, seconds: 2 },
  { name: "network", user: qemuOf("three-vm"), seconds: 20 },
  { name: "other", user: nobody, seconds: 20 },
]
  .filter(({ user, seconds }) => canConnect(user, seconds))
  .map(({ name }) => name);
const answered = await askOf(qemu, nobody);
const heard = await listeners[names.indexOf("two-vm")]?.stop();
const expected = connections
  .filter(({ protocol }) => protocol === "tcp")
  .map(({ from, to, port }) => `${from} ${to} ${port}`);
process.stdout.write(
  JSON.stringify({
    ...{ reached: reached.sort(), expected: expected.sort() },
    ...{ heard, sockets, answered },
  }),
);
process.exit(0);

/** Where the host is, the second address leads. */
function addressOf(name: string, from = ""): string {
  const found = machines.find((machine) => machine.name === name)?.addresses;
  return (from === HOST_NAME ? found?.at(-1) : found?.[0]) ?? "";
}

/** On the last of all devices. */
function qemuOf(name: string): number {
  const device = QEMU_USERS.last + 1 - QEMU_USERS.ofDevice;
  return device + Number(addressOf(name).split(".").at(-1));
}

/** From the host to itself, as that user. */
function canConnect(user: number, seconds: number): boolean {
  const script = `exec 3<>/dev/tcp/127.0.0.1/${ports[0]}`;
  const argv = asUser(user, ["timeout", `${seconds}`, "bash", "-c", script]);
  return spawnSync("setpriv", argv, { stdio: "ignore" }).status === 0;
}

/** What one user hears who connects to a server of another. */
async function askOf(server: number, client: number): Promise<string> {
  const serve = `require("node:net").createServer((peer) => peer.end("an answer"))
    .listen(${ANSWERING}, "127.0.0.1", () => console.log("listening"))`;
  const argv = asUser(server, [process.execPath, "-e", serve]);
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const child = spawn("setpriv", argv, { stdio: [...stdio], cwd: "/" });
  await once(child.stdout, "data");
  const ask = `timeout 20 cat </dev/tcp/127.0.0.1/${ANSWERING}`;
  const asked = asUser(client, ["bash", "-c", ask]);
  const { stdout } = spawnSync("setpriv", asked, { encoding: "utf8" });
  child.kill("SIGKILL");
  return stdout;
}

function asUser(user: number, argv: readonly string[]): string[] {
  return ["--reuid", `${user}`, "--clear-groups", "--", ...argv];
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
