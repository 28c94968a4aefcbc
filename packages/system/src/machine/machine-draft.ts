/** A VM that has been evaluated, before it is checked against the others. */

import type { Vm } from "./vm.ts";

export interface MachineDraft {
  readonly vm: Vm;
  /** The option that defines it: `ghaf.virtualization.microvm.appvm.vms[2]`, `ghaf.virtualization.microvm.netvm`. */
  readonly path: string;
}
