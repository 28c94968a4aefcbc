/** One change to a thousand watchers on a thousand connections, against the raw floor. */

import type { ChildProcess } from "node:child_process";
import { create, toBinary } from "@bufbuild/protobuf";
import { WatchItemSchema } from "@ghaf/api/proto/admin/admin";
import { BenchAgent } from "./bench-agent.ts";
import type {
  FanOutOptions,
  FanOutOrder,
  FanOutResult,
} from "./fan-out-main.ts";
import type { RawBurst, RawServerOptions } from "./raw-server-main.ts";
import { atLeast, atMost, type Row } from "./report.ts";
import { ADMIN_PORT, end, type Machine, message, Rig } from "./rig.ts";
import { median, ms, percentile, perSecond, times } from "./statistics.ts";
import { framed } from "./unary.ts";

const WATCHERS = 1_000;
const BURST = 50;
const ROUNDS = 3;
const PACED = 30;
const PACE_MS = 100;

interface Ends {
  readonly admin: Machine;
  readonly caller: Machine;
}

interface Source {
  readonly watchers: ChildProcess;
  /** Makes that many events, each with its time. */
  readonly emit: (count: number) => void;
}

export async function benchFanOut(): Promise<readonly Row[]> {
  const rig = await Rig.create();
  try {
    const admin = await rig.machine("admin-vm", 10);
    const caller = await rig.machine("caller", 20);
    const raw = await measure(await rawSource(rig, { admin, caller }, false));
    const merged = await measure(await rawSource(rig, { admin, caller }, true));
    const ours = await measure(await adminSource(rig, admin, caller));
    return rows({ raw, merged, ours });
  } finally {
    await rig.close();
  }
}

interface Measured {
  readonly perSecond: number;
  readonly latencies: readonly number[];
  readonly lost: number;
}

async function measure(source: Source): Promise<Measured> {
  await burst(source, BURST);
  const rates: number[] = [];
  let lost = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = performance.now();
    const { received } = await burst(source, BURST);
    rates.push((received / (performance.now() - since)) * 1_000);
    lost += BURST * WATCHERS - received;
  }
  const paced = await emitPaced(source);
  lost += PACED * WATCHERS - paced.received;
  await end(source.watchers);
  return { perSecond: median(rates), latencies: paced.latencies, lost };
}

async function burst(source: Source, count: number): Promise<FanOutResult> {
  const result = await expectEvents(source, count);
  source.emit(count);
  return result();
}

async function emitPaced(source: Source): Promise<FanOutResult> {
  const result = await expectEvents(source, PACED);
  for (let i = 0; i < PACED; i += 1) {
    source.emit(1);
    await new Promise((resolve) => setTimeout(resolve, PACE_MS));
  }
  return result();
}

/** Tells the watchers what will come; the returned function gives what came. */
async function expectEvents(
  source: Source,
  events: number,
): Promise<() => Promise<FanOutResult>> {
  source.watchers.send({ events } satisfies FanOutOrder);
  await message(source.watchers);
  const result = message<FanOutResult>(source.watchers);
  return () => result;
}

async function rawSource(
  rig: Rig,
  { admin, caller }: Ends,
  atOnce: boolean,
): Promise<Source> {
  const options: RawServerOptions = {
    ...admin.files,
    host: admin.address,
    body: "",
  };
  const server = rig.fork("raw-server-main.js", [JSON.stringify(options)]);
  const port = await message<number>(server);
  const watchers = await startWatchers(rig, { admin, caller, port }, "/watch");
  const emit = (count: number) => {
    const event = framed(rawEvent()).toString("base64");
    server.send({ count, event, atOnce } satisfies RawBurst);
  };
  return { watchers, emit };
}

async function adminSource(
  rig: Rig,
  admin: Machine,
  caller: Machine,
): Promise<Source> {
  await rig.startAdmin(admin);
  const agent = new BenchAgent(await rig.machine("app-vm", 5), 1);
  await agent.connect(await rig.dialAdmin(admin, agent.machine));
  const to = { admin, caller, port: ADMIN_PORT };
  const watchers = await startWatchers(rig, to, "/admin.AdminService/Watch");
  let made = 0;
  const emit = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      made += 1;
      agent.change(0, `t=${now()} ${made}`);
    }
  };
  return { watchers, emit };
}

async function startWatchers(
  rig: Rig,
  to: { admin: Machine; caller: Machine; port: number },
  path: string,
): Promise<ChildProcess> {
  const options: FanOutOptions = {
    host: to.admin.address,
    port: to.port,
    path,
    serverName: to.admin.name,
    sourceAddress: to.caller.address,
    files: to.caller.files,
    watchers: WATCHERS,
    preamble: path === "/watch" ? 0 : 1,
  };
  const child = rig.fork("fan-out-main.js", [JSON.stringify(options)]);
  await message(child);
  return child;
}

/** The same message that the admin sends for the change of `adminSource`. */
function rawEvent(): Uint8Array {
  const value = {
    Name: "service-0-of-app-vm.service",
    Description: `t=${now()} 1`,
    VmStatus: "Running",
    TrustLevel: "Warning",
    VmType: "AppVM",
    ServiceType: "Svc",
    VmName: "",
    AgentName: "service-0-of-app-vm.service",
  };
  const item = create(WatchItemSchema, { Status: { case: "Updated", value } });
  return toBinary(WatchItemSchema, item);
}

function now(): string {
  return (performance.timeOrigin + performance.now()).toFixed(3);
}

interface Figures {
  readonly raw: Measured;
  readonly merged: Measured;
  readonly ours: Measured;
}

function rows({ raw, merged, ours }: Figures): readonly Row[] {
  const ratio = ours.perSecond / raw.perSecond;
  const p99 = percentile(ours.latencies, 0.99);
  return [
    {
      what: "raw http2, an event a turn",
      figure: perSecond(raw.perSecond),
    },
    {
      what: "raw http2, fifty events as one write",
      figure: perSecond(merged.perSecond),
    },
    { what: "admin", figure: perSecond(ours.perSecond) },
    {
      what: "events delivered, ours / raw",
      figure: times(ratio),
      goal: atLeast(ratio, 0.65, "0.65x"),
    },
    {
      what: "events lost",
      figure: String(ours.lost),
      goal: atMost(ours.lost, 0, "0"),
    },
    {
      what: "propagation agent to watcher, p50 / p99 (raw p99)",
      figure: `${ms(median(ours.latencies))} / ${ms(p99)} (${ms(percentile(raw.latencies, 0.99))})`,
      goal: atMost(p99, 50, "50 ms (p99)"),
    },
  ];
}
