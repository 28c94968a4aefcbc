/** Where a local unit is on its way, as far as its status does not say. */

import type { Deferred } from "@ghaf/daemon";
import type { UnitsError } from "../systemd/units.ts";

export interface Running {
  /** `executing` until the keeper has answered, `starting` until it is ready. */
  readonly kind: "executing" | "starting" | "running" | "stopping";
  readonly run: number;
  readonly executed: Deferred<void>;
  readonly started: Deferred<void>;
  readonly ended: Deferred<void>;
  /** When it was ready. */
  readonly activeSince?: number;
  /** Why it is ended although nobody asked for that. */
  readonly failure?: UnitsError;
}

/** `waiting` for its next start, which comes by itself. */
export type Phase = { readonly kind: "idle" | "waiting" } | Running;

export function isRun(phase: Phase): phase is Running {
  return phase.kind !== "idle" && phase.kind !== "waiting";
}

export function isBeginning(phase: Phase): phase is Running {
  return phase.kind === "executing" || phase.kind === "starting";
}
