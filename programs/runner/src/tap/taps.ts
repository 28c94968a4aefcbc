/** The interfaces of the host that a VM's network cards are connected to. */

import type { Account } from "../account/account.ts";
import { RunnerError } from "../errors.ts";
import type { Tap } from "../spec/launch-spec.ts";
import { ip, type Link, type LinkParts, listLinks } from "./links.ts";

export interface TapParts extends LinkParts {
  /** Who may use the taps beside root. */
  readonly account: Account | undefined;
}

/** Interfaces that are ready for QEMU. */
export interface OpenTaps {
  /** Removes those that we made; the others were there before. */
  close(): Promise<void>;
}

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
  const made: string[] = [];
  const close = async () => {
    const left = made.splice(0).reverse();
    if (left.length > 0) await removeAll(left, parts);
  };
  try {
    const links = taps.length > 0 ? await listLinks(parts) : new Map();
    for (const tap of taps) {
      const found = links.get(tap.name);
      if (found !== undefined && !isOurs(found)) {
        check(tap, found);
        continue;
      }
      checkBridge(tap, links);
      if (found !== undefined) await remove(tap.name, parts);
      made.push(tap.name);
      await make(tap, parts);
    }
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

function isOurs({ alias }: Link): boolean {
  return alias === OURS;
}

/** What somebody else made must be as the specification says. */
function check({ name, bridge }: Tap, { kind, master }: Link): void {
  const wrong =
    kind !== "tap"
      ? "is not a tap"
      : master !== bridge
        ? `is not on bridge ${bridge}`
        : undefined;
  if (wrong === undefined) return;
  const text = `network interface ${name} exists and ${wrong}`;
  throw new RunnerError("network", text, { value: name });
}

function checkBridge(
  { name, bridge }: Tap,
  links: ReadonlyMap<string, Link>,
): void {
  const kind = links.get(bridge)?.kind;
  if (kind === "bridge") return;
  const wrong = kind === undefined ? "does not exist" : "is not a bridge";
  const text = `${bridge}, the bridge of ${name}, ${wrong}`;
  throw new RunnerError("network", text, { value: bridge });
}

async function make(tap: Tap, parts: TapParts): Promise<void> {
  const { name, bridge, multiQueue } = tap;
  const { account } = parts;
  const settings = [
    ...(account === undefined ? [] : ["user", `${account.uid}`]),
    ...(multiQueue ? ["multi_queue"] : []),
  ];
  await ip(parts, ["tuntap", "add", "dev", name, "mode", "tap", ...settings]);
  await ip(parts, ["link", "set", "dev", name, "alias", OURS]);
  await ip(parts, ["link", "set", "dev", name, "master", bridge, "up"]);
}

/** Those that are still there: a namespace takes its interfaces with it. */
async function removeAll(
  names: readonly string[],
  parts: LinkParts,
): Promise<void> {
  const links = await listLinks(parts);
  for (const name of names) {
    if (links.has(name)) await remove(name, parts);
  }
}

async function remove(name: string, parts: LinkParts): Promise<void> {
  await ip(parts, ["link", "delete", "dev", name]);
}
