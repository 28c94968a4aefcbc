/** What an instance and its VMs say of themselves in their folders. The files are ours, but half of their words come from guests. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InstanceFolder } from "./folders.ts";

export interface InstanceFacts {
  readonly phase: string;
  readonly port: number | undefined;
  readonly problem: string | undefined;
  readonly startedUnixMs: number;
  readonly agentRestarts: number;
}

export interface VmFacts {
  readonly phase: VmPhase;
  /** What the guest said last of its way. */
  readonly status: string;
  readonly startedUnixMs: number;
  readonly readyUnixMs: number | undefined;
  readonly accelerator: string | undefined;
  /** What it was started from. */
  readonly revision: string | undefined;
  readonly outcome:
    | { readonly kind: string; readonly reason: string }
    | undefined;
}

export const VM_PHASES = [
  "preparing",
  "booting",
  "ready",
  "paused",
  "stopping",
  "ended",
] as const;
export type VmPhase = (typeof VM_PHASES)[number];

/** @returns undefined for an instance that never ran */
export async function instanceFacts(
  folder: InstanceFolder,
): Promise<InstanceFacts | undefined> {
  const state = await objectIn(join(folder.path, "state.json"));
  if (state === undefined) return undefined;
  return {
    phase: wordAt(state, "phase") ?? "",
    port: numberAt(state, "port"),
    problem: wordAt(state, "problem"),
    startedUnixMs: numberAt(state, "startedUnixMs") ?? 0,
    agentRestarts: numberAt(state, "agentRestarts") ?? 0,
  };
}

/** @returns undefined for a VM that never ran */
export async function vmFacts(
  folder: InstanceFolder,
  vm: string,
): Promise<VmFacts | undefined> {
  const state = await objectIn(join(folder.machine(vm), "status.json"));
  const phase = VM_PHASES.find((word) => word === state?.["phase"]);
  if (state === undefined || phase === undefined) return undefined;
  const outcome = objectOf(state["outcome"]);
  return {
    phase,
    status: wordAt(state, "status") ?? "",
    startedUnixMs: numberAt(state, "startedUnixMs") ?? 0,
    readyUnixMs: numberAt(state, "readyUnixMs"),
    accelerator: wordAt(state, "accelerator"),
    revision: wordAt(state, "revision"),
    outcome: outcome && {
      kind: wordAt(outcome, "kind") ?? "",
      reason: wordAt(outcome, "reason") ?? "",
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

async function objectIn(path: string): Promise<Fields | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return objectOf(JSON.parse(text));
  } catch {
    // A file that is not there, or half of one that a full disk left.
    return undefined;
  }
}

function objectOf(untrusted: unknown): Fields | undefined {
  const isObject = typeof untrusted === "object" && untrusted !== null;
  return isObject ? (untrusted as Fields) : undefined;
}

function wordAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === "string" ? value : undefined;
}

function numberAt(fields: Fields, key: string): number | undefined {
  const value = fields[key];
  return typeof value === "number" ? value : undefined;
}
