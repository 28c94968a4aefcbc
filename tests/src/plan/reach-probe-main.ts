/** In the namespace of one machine: listens, connects, or sends, as its one argument says. */

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Probe =
  /** Until its input ends; then it prints what came over UDP. */
  | { readonly listen: readonly number[]; readonly udp: number }
  /** Prints for each whether it was reached. */
  | { readonly connect: readonly Target[] }
  | {
      readonly say: string;
      readonly from: string;
      /** The port that it is sent from; absent: any. */
      readonly local?: number;
      readonly to: string;
      readonly port: number;
    };

interface Target {
  readonly address: string;
  readonly port: number;
}

/** What is dropped is never answered. */
const PATIENCE_MS = 10_000;

const task: Probe = JSON.parse(process.argv[2] ?? "{}");
if ("listen" in task) await listen(task.listen, task.udp);
else if ("connect" in task) {
  const answers = await Promise.all(task.connect.map(isReached));
  process.stdout.write(JSON.stringify(answers));
} else {
  const socket = createSocket("udp4");
  socket.bind(task.local ?? 0, task.from);
  await once(socket, "listening");
  // Addresses are asked for first; what is sent meanwhile may get lost.
  for (let times = 0; times < 5; times += 1) {
    socket.send(task.say, task.port, task.to);
    await sleep(100);
  }
  socket.close();
}

async function listen(ports: readonly number[], udp: number): Promise<void> {
  const heard = new Set<string>();
  const socket = createSocket("udp4", (message) => heard.add(String(message)));
  socket.bind(udp, "0.0.0.0");
  const servers = ports.map((port) =>
    createServer((client) => client.end()).listen(port, "0.0.0.0"),
  );
  await Promise.all(
    [socket, ...servers].map((server) => once(server, "listening")),
  );
  process.stdout.write("listening\n");
  process.stdin.resume();
  await once(process.stdin, "end");
  process.stdout.write(`${[...heard].join(" ")}\n`, () => process.exit(0));
}

async function isReached({ address, port }: Target): Promise<boolean> {
  const socket = connect({ host: address, port });
  const given = AbortSignal.timeout(PATIENCE_MS);
  try {
    await once(socket, "connect", { signal: given });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
