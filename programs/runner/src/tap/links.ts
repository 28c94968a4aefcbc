/**
 * The network interfaces of the namespace that we are in, as ip(8) knows them:
 * /sys/class/net shows those of the namespace that it was mounted in.
 */

import { RunnerError } from "../errors.ts";
import type { FindProgram } from "../program/find-program.ts";
import { mustRun, type RunProgram } from "../program/run-program.ts";
import { isObject } from "../qmp/message.ts";

export interface Link {
  readonly index: number;
  readonly kind: "tap" | "bridge" | "other";
  /** The bridge, or other interface, that it belongs to. */
  readonly master: string | undefined;
  /** A remark on it that only people and we read. */
  readonly alias: string | undefined;
}

export interface LinkParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
}

const DEADLINE_MS = 10_000;

/**
 * Every interface by its name.
 * @throws RunnerError `network`, `not-installed`
 */
export async function listLinks(
  parts: LinkParts,
): Promise<ReadonlyMap<string, Link>> {
  const text = await ip(parts, ["-details", "-json", "link", "show"]);
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw unreadable(text);
  return new Map(list.map((entry) => parseLink(entry, text)));
}

/** Runs ip(8). @throws RunnerError `network` with its reason */
export async function ip(
  { find, run }: LinkParts,
  words: readonly string[],
): Promise<string> {
  const argv = [await find("ip"), ...words] as const;
  return mustRun(run, { argv, deadlineMs: DEADLINE_MS }, "network");
}

function parseLink(entry: unknown, text: string): [string, Link] {
  if (!isObject(entry)) throw unreadable(text);
  const { ifname, ifindex, ifalias, master, linkinfo } = entry;
  if (typeof ifname !== "string" || typeof ifindex !== "number") {
    throw unreadable(text);
  }
  const link = {
    index: ifindex,
    kind: kindOf(isObject(linkinfo) ? linkinfo : {}),
    master: typeof master === "string" ? master : undefined,
    alias: typeof ifalias === "string" ? ifalias : undefined,
  };
  return [ifname, link];
}

function kindOf(info: Readonly<Record<string, unknown>>): Link["kind"] {
  const { info_kind: kind, info_data: data } = info;
  if (kind === "bridge") return "bridge";
  const isTap = kind === "tun" && isObject(data) && data["type"] === "tap";
  return isTap ? "tap" : "other";
}

function unreadable(text: string): RunnerError {
  const shown = JSON.stringify(text.slice(0, 200));
  return new RunnerError("network", `ip link show printed ${shown}`);
}
