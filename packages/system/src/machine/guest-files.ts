/** Files and units that guest modules put into a VM. */

import type { GuestConfig } from "./guest.ts";

export interface GuestFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** Octal: `0644`. */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
}

export interface GuestUnit {
  readonly name: string;
  /** Whether the settings are added to a unit that is there already. */
  readonly dropIn: boolean;
  /** Nothing can start it. */
  readonly masked: boolean;
  /** Settings by section, as they are written. */
  readonly sections: GuestConfig["units"][string]["sections"];
}

/** By path. */
export function filesOf({ files }: GuestConfig): readonly GuestFile[] {
  return Object.entries(files)
    .map(([path, file]) => ({ path, ...file }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** By name. */
export function unitsOf({ units }: GuestConfig): readonly GuestUnit[] {
  return Object.entries(units)
    .map(([name, unit]) => ({ name, ...unit }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
