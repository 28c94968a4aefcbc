/** The body of `ghaf logs`: what the machines have logged, one of them or all. */

import { parseVmName, type UnitName } from "@ghaf/api";
import type { ControlError, JournalOptions, QueryItem } from "@ghaf/client";
import {
  type EntryFace,
  jsonFace,
  type MachineEntry,
  textFace,
} from "../../journal/entry-face.ts";
import { ENDLESS, mergeByTime, SHORT } from "../../journal/merge.ts";
import { Ended } from "../cli-error.ts";
import type { Control } from "../control.ts";
import { toCliError } from "../to-cli-error.ts";
import { suggesting } from "./not-found.ts";
import { unitName } from "./unit.ts";

export interface LogsRequest {
  /** As it was typed; undefined: all machines. */
  readonly vm: string | undefined;
  /** As it was typed; undefined: all units. */
  readonly unit: string | undefined;
  /** Of each machine. */
  readonly lines: number;
  readonly follow: boolean;
  readonly format: "text" | "json";
}

/** What the streams of one command have in common. */
interface Reading {
  readonly control: Control;
  readonly unit: UnitName | undefined;
  readonly lines: number;
  readonly follow: boolean;
  readonly format: "text" | "json";
}

interface Machine {
  readonly name: string;
  /** As the admin is asked for it; empty: its own. */
  readonly vm: string;
  readonly isUp: boolean;
}

export async function logs(
  request: LogsRequest,
  control: Control,
): Promise<void> {
  const { client, settings, admin } = control;
  const vm = request.vm === undefined ? undefined : parseVmName(request.vm);
  const unit = request.unit === undefined ? undefined : unitName(request.unit);
  const reading = { ...request, unit, control };
  const items = await client.queryList(settings);
  const known = [...machinesOf(items), ...ownMachine(items, admin.serverName)];
  if (vm === undefined) return logsOfAll(known, reading);
  const unknown = { name: vm, vm, isUp: false };
  const one = known.find(({ name }) => name === vm) ?? unknown;
  const sought = { typed: vm, names: namesOf, list: "ghaf vm list" };
  const printed = await suggesting(control, sought, () =>
    print([one], [read(one, reading, { firstAttempt: "fail" })], reading),
  );
  if (printed > 0 || control.signal.aborted) return;
  const by = unit === undefined ? "" : ` by ${unit}`;
  control.surface.tell(`nothing is logged${by} in ${vm}`);
}

const SOME_FAILED = 1;

/** What cannot be read is told, and the others go on. */
async function logsOfAll(
  machines: readonly Machine[],
  reading: Reading,
): Promise<void> {
  const { control, follow } = reading;
  const isRead = ({ name, isUp }: Machine) => {
    if (isUp || follow) return true;
    control.surface.tell(`${name} is off`);
    return false;
  };
  const failed: string[] = [];
  const streams = machines
    .filter(isRead)
    .map((machine) =>
      readOr(machine, reading, () => failed.push(machine.name)),
    );
  await print(machines, streams, reading);
  if (failed.length > 0) throw new Ended(SOME_FAILED);
}

async function* readOr(
  machine: Machine,
  reading: Reading,
  onFailure: () => void,
): AsyncGenerator<MachineEntry, void, void> {
  const { signal, surface } = reading.control;
  try {
    yield* read(machine, reading, {});
  } catch (error) {
    if (signal.aborted) return;
    surface.tell(`${machine.name}: ${toCliError(error).message}`);
    onFailure();
  }
}

async function* read(
  { name, vm }: Machine,
  { control, unit, lines, follow }: Reading,
  options: JournalOptions,
): AsyncGenerator<MachineEntry, void, void> {
  const { client, signal, surface } = control;
  let told: string | undefined;
  const onInterrupted = ({ message }: ControlError) => {
    if (message !== told) surface.tell(`${name}: ${message}; trying again…`);
    told = message;
  };
  const entries = client.readJournal(
    { vm, unit, lines, follow },
    { ...options, signal, onInterrupted },
  );
  for await (const entry of entries) {
    told = undefined;
    yield { ...entry, machine: name };
  }
}

/** @returns how many entries */
async function print(
  machines: readonly Machine[],
  streams: readonly AsyncIterable<MachineEntry>[],
  { control, follow, format }: Reading,
): Promise<number> {
  const { surface, signal } = control;
  const names = machines.map(({ name }) => name);
  const face: EntryFace =
    format === "json" ? jsonFace : textFace(names, surface.paint);
  let printed = 0;
  try {
    for await (const entry of mergeByTime(streams, follow ? SHORT : ENDLESS)) {
      await surface.print(face(entry));
      printed += 1;
    }
  } catch (error) {
    // Ctrl-C ends the calls; that they were cancelled is no news.
    if (!signal.aborted) throw error;
  }
  return printed;
}

/** Machines are called by their agents' names. */
function machinesOf(items: readonly QueryItem[]): readonly Machine[] {
  return items.flatMap(({ serviceType, name: unit, status }) => {
    const name = /^givc-(.+)\.service$/.exec(unit)?.[1];
    return serviceType !== "Mgr" || name === undefined
      ? []
      : [{ name, vm: name, isUp: status === "Running" }];
  });
}

function namesOf(items: readonly QueryItem[]): readonly string[] {
  return machinesOf(items).map(({ name }) => name);
}

/** That of the admin needs no agent. */
function ownMachine(
  items: readonly QueryItem[],
  name: string,
): readonly Machine[] {
  return namesOf(items).includes(name) ? [] : [{ name, vm: "", isUp: true }];
}
