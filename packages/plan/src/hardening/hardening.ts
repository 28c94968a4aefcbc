/** What a row of the tables says of a unit. */

import type { Directives } from "./directives.ts";

export interface Hardening {
  /** Machines that have the unit, whatever else is on them. */
  readonly on: readonly ("host" | "guests")[];
  /** Debian packages that bring it; each alone does. */
  readonly packages: readonly string[];
  readonly directives: Directives;
}

export const EVERYWHERE = { on: ["host", "guests"], packages: [] } as const;

export const ON_HOST = { on: ["host"], packages: [] } as const;

export function broughtBy(...packages: readonly string[]) {
  return { on: [], packages } as const;
}
