/** The interfaces of the host that a VM's network cards are connected to. */

import { readFile, readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { RunnerError, systemCode } from "../errors.ts";
import type { FindProgram } from "../program/find-program.ts";
import { mustRun, type RunProgram } from "../program/run-program.ts";
import type { Tap } from "../spec/launch-spec.ts";

export interface TapParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
  /** /sys/class/net of the network namespace that we are in. */
  readonly links: string;
}

/** Interfaces that are ready for QEMU. */
export interface OpenTaps {
  /** Removes those that we made; the others were there before. */
  close(): Promise<void>;
}

const DEADLINE_MS = 10_000;

/** The alias of what a runner made: one that was killed could not remove it. */
const OURS = "ghaf-runner";

/**
 * Makes and joins to their bridges the taps that are absent; all or none.
 * @throws RunnerError `network` that names the interface
 */
export async function openTaps(
  taps: readonly Tap[],
  parts: TapParts,
): Promise<OpenTaps> {
  const made: Tap[] = [];
  const close = async () => {
    for (const tap of made.splice(0).reverse()) await remove(tap, parts);
  };
  try {
    for (const tap of taps) {
      if (await isReady(tap, parts)) continue;
      made.push(tap);
      await make(tap, parts);
    }
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** False when it is to be made. What somebody else made must be as the specification says. */
async function isReady(tap: Tap, parts: TapParts): Promise<boolean> {
  const at = join(parts.links, tap.name);
  const alias = await unlessAbsent(readFile(join(at, "ifalias"), "utf8"));
  if (alias === undefined) return false;
  if (alias.trim() === OURS) {
    await remove(tap, parts);
    return false;
  }
  const flags = await unlessAbsent(readFile(join(at, "tun_flags"), "utf8"));
  if (flags === undefined) throw wrong(tap, "exists and is not a tap");
  const master = await unlessAbsent(readlink(join(at, "master")));
  if (master !== undefined && basename(master) === tap.bridge) return true;
  throw wrong(tap, `exists and is not on bridge ${tap.bridge}`);
}

async function make(tap: Tap, parts: TapParts): Promise<void> {
  const { name, bridge, multiQueue } = tap;
  const bridgeLink = join(parts.links, bridge, "bridge", "bridge_id");
  const found = await unlessAbsent(readFile(bridgeLink));
  if (found === undefined) {
    const text = `${bridge}, the bridge of ${name}, does not exist`;
    throw new RunnerError("network", text, { value: bridge });
  }
  const queues = multiQueue ? ["multi_queue"] : [];
  await ip(parts, ["tuntap", "add", "dev", name, "mode", "tap", ...queues]);
  await ip(parts, ["link", "set", "dev", name, "alias", OURS]);
  await ip(parts, ["link", "set", "dev", name, "master", bridge, "up"]);
}

async function remove({ name }: Tap, parts: TapParts): Promise<void> {
  if (
    (await unlessAbsent(readFile(join(parts.links, name, "ifindex")))) !==
    undefined
  ) {
    await ip(parts, ["link", "delete", "dev", name]);
  }
}

async function ip({ find, run }: TapParts, words: readonly string[]) {
  const argv = [await find("ip"), ...words] as const;
  await mustRun(run, { argv, deadlineMs: DEADLINE_MS }, "network");
}

async function unlessAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(error))) return undefined;
    throw error;
  }
}

function wrong({ name }: Tap, what: string): RunnerError {
  const text = `network interface ${name} ${what}`;
  return new RunnerError("network", text, { value: name });
}
