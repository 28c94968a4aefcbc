/** Following the VMs of an instance until all are up: their runners' words from their folders, their agents from the admin. */

import { setTimeout as pause } from "node:timers/promises";
import { createControlClient, ItemList, type QueryItem } from "@ghaf/client";
import type { Placement } from "@ghaf/plan";
import type { Connection } from "../connection/open.ts";
import { type BootRow, bootRow } from "./boot-rows.ts";
import type { InstanceFolder } from "./folders.ts";
import { type VmFacts, vmFacts } from "./state.ts";

export interface FollowRequest {
  readonly folder: InstanceFolder;
  readonly placements: readonly Placement[];
  readonly connection: Connection;
  /** What runners said before this is of an earlier run. */
  readonly sinceUnixMs: number;
  readonly signal: AbortSignal;
  readonly show: (rows: readonly BootRow[]) => void;
}

/** `up`: every VM that starts with the device is; `failed`: one will not be; `aborted`: the signal. */
export interface BootEnd {
  readonly kind: "up" | "failed" | "aborted";
  readonly rows: readonly BootRow[];
}

/** Runners replace their files when something changes; looking costs less than being told. */
const STEP_MS = 200;

export async function followBoot(request: FollowRequest): Promise<BootEnd> {
  const over = new AbortController();
  const registry = followRegistry(request.connection, over.signal);
  const failures = new FailureCounts();
  try {
    for (;;) {
      const rows = await rowsOf(request, registry.items(), failures);
      request.show(rows);
      if (rows.every(({ isUp }) => isUp)) return { kind: "up", rows };
      if (rows.some(({ failure }) => failure !== undefined)) {
        return { kind: "failed", rows };
      }
      if (request.signal.aborted) return { kind: "aborted", rows };
      await pause(STEP_MS, undefined, { signal: request.signal }).catch(
        () => undefined,
      );
    }
  } finally {
    over.abort();
    await registry.ended;
  }
}

async function rowsOf(
  { folder, placements, sinceUnixMs }: FollowRequest,
  items: readonly QueryItem[] | undefined,
  failures: FailureCounts,
): Promise<readonly BootRow[]> {
  return await Promise.all(
    placements.map(async (placement) => {
      const { name } = placement.vm;
      const found = await vmFacts(folder, name);
      const isOld = found !== undefined && found.startedUnixMs < sinceUnixMs;
      const facts = isOld ? undefined : found;
      const boot = { placement, facts, items };
      const count = failures.count(name, facts);
      return bootRow({ ...boot, failures: count }, Date.now());
    }),
  );
}

/** Counts the starts of each VM that went wrong. */
class FailureCounts {
  readonly #starts = new Map<string, Set<number>>();

  count(vm: string, facts: VmFacts | undefined): number {
    const starts = this.#starts.get(vm) ?? new Set();
    this.#starts.set(vm, starts);
    const kind = facts?.outcome?.kind;
    const isWrong = ["crashed", "not-ready", "failed"].includes(kind ?? "");
    if (facts !== undefined && isWrong) starts.add(facts.startedUnixMs);
    return starts.size;
  }
}

/** The registry as the admin tells it; undefined until it first does. */
function followRegistry(connection: Connection, signal: AbortSignal) {
  const list = new ItemList();
  let hasAnswered = false;
  const client = createControlClient(connection.transport);
  const follow = async () => {
    for await (const event of client.watch({ signal })) {
      list.apply(event);
      hasAnswered = true;
    }
  };
  return {
    items: () => (hasAnswered ? list.items : undefined),
    // What is wrong with the connection shows as agents that are waited for.
    ended: follow().catch(() => undefined),
  };
}
