/** What an option of a device changes: the files that it feeds, or why it feeds none. */

import { FEEDS } from "../gen/feeds.ts";
import { UNREALISED } from "./unrealised-options.ts";

export { UNREALISED, type Unrealised } from "./unrealised-options.ts";

/** What becomes of an option in this version. */
export interface OptionEffect {
  /**
   * What a change of it may change: files as `machine:path`, where `<vm>` is any VM and `<app>-vm`
   * any application VM; `ghaf check`, where a check alone reads it. Of a group all of its options.
   */
  readonly feeds: readonly string[];
  /** Why nothing reads it, as a clause; of a group those of its options. Absent: something does. */
  readonly unrealised?: string;
}

/** @param option as the reference names it: `ghaf.virtualization.microvm.appvm.vms.*.ramMb`, options of guest modules behind `guest.` */
export function effectOfOption(option: string): OptionEffect {
  const feeds = [
    ...new Set(
      Object.entries(FEEDS)
        .filter(([name]) => isWithin(name, option))
        .flatMap(([, places]) => places),
    ),
  ].sort();
  if (feeds.length > 0) return { feeds };
  const reason = reasonOf(option);
  return reason === undefined ? { feeds } : { feeds, unrealised: reason };
}

/** @returns undefined for an option that something reads, or that is not one of the platform */
function reasonOf(option: string): string | undefined {
  const own = UNREALISED.find(({ options }) =>
    options.some((name) => isWithin(option, name)),
  );
  if (own !== undefined) return own.reason;
  const parts = UNREALISED.filter(({ options }) =>
    options.some((name) => isWithin(name, option)),
  );
  if (parts.length === 0) return undefined;
  return parts.map(({ reason }) => reason).join("; ");
}

/** Whether it is the option or in the group of the second name. */
function isWithin(option: string, group: string): boolean {
  return option === group || option.startsWith(`${group}.`);
}
