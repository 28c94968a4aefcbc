/** QueryList of twenty entries against the raw floor, one and sixty-four calls at a time. */

import type { ChildProcess } from "node:child_process";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  AdminService,
  QueryListResponseSchema,
} from "@ghaf/api/proto/admin/admin";
import { createRpcClient } from "@ghaf/api/rpc";
import { BenchAgent } from "./bench-agent.ts";
import type { LoadOptions, LoadOrder, LoadResult } from "./load-main.ts";
import type { RawServerOptions } from "./raw-server-main.ts";
import { atLeast, atMost, type Row } from "./report.ts";
import { ADMIN_PORT, type Machine, message, Rig } from "./rig.ts";
import { median, ms, percentile, perSecond, times } from "./statistics.ts";

const ENTRIES = 20;
const ROUNDS = 5;
const WARM_UP: LoadOrder = { inFlight: 64, durationMs: 1_500 };
const ONE: LoadOrder = { inFlight: 1, durationMs: 1_500 };
const MANY: LoadOrder = { inFlight: 64, durationMs: 1_500 };

export async function benchUnary(): Promise<readonly Row[]> {
  const rig = await Rig.create();
  try {
    const admin = await rig.machine("admin-vm", 10);
    await rig.startAdmin(admin);
    const caller = await rig.machine("caller", 20);
    const agent = new BenchAgent(await rig.machine("app-vm", 5), ENTRIES - 1);
    await agent.connect(await rig.dialAdmin(admin, agent.machine));
    const port = await startRawServer(rig, admin, caller);
    const raw = await startLoad(rig, "raw", { admin, caller, port });
    const ours = await startLoad(rig, "ours", {
      admin,
      caller,
      port: ADMIN_PORT,
    });
    const rows = await compare(raw, ours);
    agent.close();
    return rows;
  } finally {
    await rig.close();
  }
}

/** A server that answers with exactly what the admin would. */
async function startRawServer(
  rig: Rig,
  admin: Machine,
  caller: Machine,
): Promise<number> {
  const client = createRpcClient(
    AdminService,
    await rig.dialAdmin(admin, caller),
  );
  const list = await client.queryList({});
  if (list.List.length !== ENTRIES) {
    throw new Error(`the admin lists ${list.List.length} entries`);
  }
  const options: RawServerOptions = {
    ...admin.files,
    host: admin.address,
    body: framed(
      toBinary(QueryListResponseSchema, create(QueryListResponseSchema, list)),
    ).toString("base64"),
  };
  const child = rig.fork("raw-server-main.js", [JSON.stringify(options)]);
  return message<number>(child);
}

/** A message in gRPC's length-prefixed framing. */
export function framed(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

async function startLoad(
  rig: Rig,
  mode: LoadOptions["mode"],
  to: { admin: Machine; caller: Machine; port: number },
): Promise<ChildProcess> {
  const options: LoadOptions = {
    mode,
    host: to.admin.address,
    port: to.port,
    serverName: to.admin.name,
    sourceAddress: to.caller.address,
    files: to.caller.files,
  };
  const child = rig.fork("load-main.js", [JSON.stringify(options)]);
  await message(child);
  return child;
}

async function compare(
  raw: ChildProcess,
  ours: ChildProcess,
): Promise<readonly Row[]> {
  for (const child of [raw, ours]) await run(child, WARM_UP);
  const one = {
    raw: [] as number[],
    ours: [] as number[],
    p99: [] as number[],
  };
  const many = { raw: [] as number[], ours: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    one.raw.push(median((await run(raw, ONE)).latencies));
    const { latencies } = await run(ours, ONE);
    one.ours.push(median(latencies));
    one.p99.push(percentile(latencies, 0.99));
    many.raw.push(rate(await run(raw, MANY)));
    many.ours.push(rate(await run(ours, MANY)));
  }
  const oneRatio = median(one.ours.map((v, i) => v / (one.raw[i] ?? 1)));
  const manyRatio = median(many.ours.map((v, i) => v / (many.raw[i] ?? 1)));
  return [
    { what: "raw http2, 1 in flight, p50", figure: ms(median(one.raw)) },
    {
      what: "QueryList, 1 in flight, p50 (p99)",
      figure: `${ms(median(one.ours))} (${ms(median(one.p99))})`,
    },
    {
      what: "latency at 1 in flight, ours / raw",
      figure: times(oneRatio),
      goal: atMost(oneRatio, 1.7, "1.7x"),
    },
    { what: "raw http2, 64 in flight", figure: perSecond(median(many.raw)) },
    { what: "QueryList, 64 in flight", figure: perSecond(median(many.ours)) },
    {
      what: "rate at 64 in flight, ours / raw",
      figure: times(manyRatio),
      goal: atLeast(manyRatio, 0.25, "0.25x"),
    },
  ];
}

function run(child: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  child.send(order);
  return message<LoadResult>(child);
}

function rate({ latencies, elapsedMs }: LoadResult): number {
  return (latencies.length / elapsedMs) * 1_000;
}
