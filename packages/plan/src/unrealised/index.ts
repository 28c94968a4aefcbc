/** What an option of a device changes: the files that it feeds, or why it feeds none. */

import { FEEDS } from "../gen/feeds.ts";
import { UNREALISED } from "./unrealised-options.ts";

export { UNREALISED, type Unrealised } from "./unrealised-options.ts";

/** What becomes of an option in this version. */
export interface OptionEffect {
  /**
   * What a change of it may change: files as `machine:path`, where `<vm>` is any VM and `<app>-vm`
   * any application VM; as `machine:image`, where packages of its image change; `ghaf check`, where a
   * check alone reads it. Of a group all of its options.
   */
  readonly feeds: readonly string[];
  /** Why nothing reads it, as a clause; of a group those of its options. Absent: something does. */
  readonly unrealised?: string;
}

/** @param option as the reference names it: `ghaf.virtualization.microvm.appvm.vms.*.ramMb`, options of guest modules behind `guest.` */
export function effectOfOption(option: string): OptionEffect {
  const own = FEEDS[option];
  if (own !== undefined) return { feeds: own };
  const unrealised = groupsOf(option)
    .map((group) => REASONS.get(group))
    .find((reason) => reason !== undefined);
  return unrealised === undefined
    ? effectOfGroup(option)
    : { feeds: [], unrealised };
}

const REASONS: ReadonlyMap<string, string> = new Map(
  UNREALISED.flatMap(({ options, reason }) =>
    options.map((option) => [option, reason] as const),
  ),
);

/** The option's own name, and those of the groups that it is in. */
function groupsOf(option: string): readonly string[] {
  const steps = option.split(".");
  return steps.map((_, index) => steps.slice(0, index + 1).join("."));
}

function effectOfGroup(group: string): OptionEffect {
  const isPart = (name: string) => name.startsWith(`${group}.`);
  const feeds = Object.entries(FEEDS)
    .filter(([name]) => isPart(name))
    .flatMap(([, places]) => places);
  if (feeds.length > 0) return { feeds: [...new Set(feeds)].sort() };
  const reasons = [...REASONS]
    .filter(([name]) => isPart(name))
    .map(([, reason]) => reason);
  if (reasons.length === 0) return { feeds };
  return { feeds, unrealised: [...new Set(reasons)].join("; ") };
}
