/** How the run of a VM ended, and the exit status that says so. */

import type { QemuEnd } from "../qemu/qemu-process.ts";
import type { StopReport } from "./stop-in-steps.ts";

export type Outcome =
  /** As the runner was asked to. */
  | { readonly kind: "stopped"; readonly report: StopReport }
  /** The guest did it by itself. */
  | { readonly kind: "powered-off" }
  | { readonly kind: "rebooted" }
  /** A clause for a message. */
  | { readonly kind: "crashed"; readonly reason: string }
  /** It was stopped because it was not ready in its time. */
  | { readonly kind: "not-ready"; readonly report: StopReport };

/** What is known of a VM that ended without the runner. */
export interface EndFacts {
  readonly end: QemuEnd;
  /** `reason` of QEMU's last SHUTDOWN event (qapi/run-state.json, ShutdownCause). */
  readonly shutdown: string | undefined;
  /** The guest said that it stops. */
  readonly hasSaidStopping: boolean;
}

/** The outcome for a VM that nobody asked to stop. */
export function outcomeOf({
  end,
  shutdown,
  hasSaidStopping,
}: EndFacts): Outcome {
  if (end.signal !== null) return crashed(`QEMU was killed by ${end.signal}`);
  if (end.code !== 0) return crashed(`QEMU ${endedWith(end)}`);
  switch (shutdown) {
    case "guest-shutdown":
      return { kind: "powered-off" };
    case "guest-reset":
      // A kernel that panics resets the machine too, but says nothing before.
      return hasSaidStopping
        ? { kind: "rebooted" }
        : crashed("the guest reset itself without a word, as after a panic");
    case "guest-panic":
      return crashed("the guest's kernel panicked");
    case undefined:
      return crashed("QEMU ended without saying why");
    default:
      return crashed(`QEMU was ended by somebody else (${shutdown})`);
  }
}

/** The exit status of the program: see USAGE in flags.ts. */
export function exitStatus({ kind }: Outcome): number {
  switch (kind) {
    case "stopped":
      return 0;
    case "powered-off":
      return 3;
    case "rebooted":
      return 4;
    case "crashed":
      return 5;
    case "not-ready":
      return 6;
  }
}

/** Why it ended, as a clause. */
export function reasonOfOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "stopped":
      return "it was stopped as asked";
    case "powered-off":
      return "the guest powered off";
    case "rebooted":
      return "the guest rebooted";
    case "crashed":
      return outcome.reason;
    case "not-ready":
      return "the guest was not ready in its time";
  }
}

/** `ended with 1: could not load kernel`. */
export function endedWith({ code, signal, complaint }: QemuEnd): string {
  const how =
    signal === null ? `ended with ${code}` : `was killed by ${signal}`;
  return complaint === "" ? how : `${how}: ${complaint}`;
}

function crashed(reason: string): Outcome {
  return { kind: "crashed", reason };
}
