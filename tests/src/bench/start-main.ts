/** Starts, stops and kills applications from the hub of a test network; prints milliseconds as JSON. */

import { readdirSync, readFileSync } from "node:fs";
import { DbusSystemd } from "@ghaf/agent/systemd";
import { parseUnitName } from "@ghaf/api";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient, type RpcClient } from "@ghaf/api/rpc";
import { createLogger } from "@ghaf/daemon";
import { dial, loadTlsIdentity, type TlsFiles } from "@ghaf/transport";
import { hubAddress } from "../machine/network.ts";

interface Place {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface StartOptions {
  readonly admin: Place;
  readonly agent: Place;
  readonly files: TlsFiles;
  /** D-Bus address of the agent's systemd. */
  readonly bus: string;
}

export interface StartFigures {
  readonly whole: number[];
  readonly agent: number[];
  readonly systemd: number[];
  readonly killed: number[];
}

const ROUNDS = 60;
const WARM_UP = 10;
const COMMAND = ["/usr/bin/sleep", "4711"] as const;

const options = JSON.parse(process.argv[2] ?? "{}") as StartOptions;
const tls = await loadTlsIdentity(options.files);
const admin = createRpcClient(AdminService, dialPlace(options.admin));
const agent = createRpcClient(UnitControlService, dialPlace(options.agent));
const units = new DbusSystemd({
  address: options.bus,
  logger: createLogger({
    level: "error",
    write: () => undefined,
    journal: false,
  }),
});
await registered(admin);
const figures: StartFigures = { whole: [], agent: [], systemd: [], killed: [] };
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  const whole = await timed(startWhole);
  await admin.stopApplication({ AppName: "sleeper@0.service" });
  const direct = await timed(startAtAgent);
  await agent.stopUnit({ UnitName: "sleeper@77.service" });
  const bare = await timed(startBare);
  await units.stop(parseUnitName("bare@0.service"));
  if (round < 0) continue;
  figures.whole.push(whole);
  figures.agent.push(direct);
  figures.systemd.push(bare);
}
for (let round = 0; round < ROUNDS / 2; round += 1) {
  figures.killed.push(await killedToWatcher());
}
console.log(JSON.stringify(figures));
process.exit();

async function startWhole(): Promise<void> {
  await admin.startApplication({ AppName: "sleeper", VmName: "app-vm" });
}

async function startAtAgent(): Promise<void> {
  await agent.startApplication({ UnitName: "sleeper@77.service" });
}

async function startBare(): Promise<void> {
  await units.startTransient({
    unit: parseUnitName("bare@0.service"),
    description: "bare",
    command: COMMAND,
    environment: {},
  });
}

/** Milliseconds from the signal to the event at a watcher. */
async function killedToWatcher(): Promise<number> {
  await startWhole();
  const pid = processOf(COMMAND);
  const abort = new AbortController();
  const watch = admin.watch({}, { signal: abort.signal });
  let since = 0;
  for await (const { Status } of watch) {
    if (Status.case === "Initial") {
      since = performance.now();
      process.kill(pid, "SIGKILL");
    }
    if (Status.case === "Removed") break;
  }
  const elapsed = performance.now() - since;
  abort.abort();
  return elapsed;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

async function registered(
  client: RpcClient<typeof AdminService>,
): Promise<void> {
  for await (const { Status } of client.watch({})) {
    const items =
      Status.case === "Initial" ? Status.value.List : [Status.value];
    if (items.some((item) => item?.Name === "givc-app-vm.service")) return;
  }
}

function dialPlace({ name, address, port }: Place) {
  const endpoint = { kind: "tcp", host: address, port } as const;
  return dial(
    { endpoint, serverName: name },
    { tls, sourceAddress: hubAddress },
  );
}

function processOf(command: readonly string[]): number {
  const wanted = `${command.join("\0")}\0`;
  const found = readdirSync("/proc").find((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, "utf8") === wanted;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error("the application does not run");
  return Number(found);
}
