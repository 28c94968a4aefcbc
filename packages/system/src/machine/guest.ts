/** A VM's own configuration: what guest modules say and how it reads once evaluated. */

import type { TreeInput, ValueOf } from "@ghaf/module-system";
import type { guestOptions } from "../guest/guest-options.ts";

type GuestTree = typeof guestOptions;

// An interface, because compilers and editors call it by its name.
/** The final configuration of a VM. */
export interface GuestConfig extends ValueOf<GuestTree> {}

/** What a guest module defines. */
export type GuestDefinition = TreeInput<GuestTree, GuestConfig>;
