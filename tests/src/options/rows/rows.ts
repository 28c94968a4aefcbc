/** How probes are written: many options of one group, each with the value that it is changed to. */

import type { Probe, Tree } from "../probe.ts";

export interface Group
  extends Pick<Probe, "base">,
    Partial<Pick<Probe, "given" | "alone" | "vm" | "shows" | "at">> {
  /** What all names begin with. */
  readonly below: string;
}

const NOTHING: Tree = {};

/** @param values by option, without the beginning that all have */
export function probes(
  { below, ...facts }: Group,
  values: Tree,
): readonly Probe[] {
  return Object.entries(values).map(([name, value]) => {
    const option = `${below}.${name}`;
    const usual = {
      ...{ given: NOTHING, alone: false, vm: "appvm" },
      ...({ shows: "files", at: option } as const),
    };
    return { ...usual, ...facts, option, value };
  });
}
