/** The steps in which a VM is stopped: its guest is asked, then its power button pressed, then QEMU is told. */

import type { GuestPort } from "../port/guest-port.ts";
import type { QemuProcess } from "../qemu/qemu-process.ts";
import type { QmpClient } from "../qmp/qmp-client.ts";
import type { StopTimes } from "../spec/launch-spec.ts";
import type { StopStep } from "./stop-in-steps.ts";

/** What QEMU gets to answer a command. */
export const COMMAND_MS = 5_000;
/** A killed process is gone at once unless the disk holds it. */
export const KILL_MS = 30_000;

/** A guest that still boots has nobody who hears the button; one of another kind may. */
const EARLY_ACPI_MS = 2_000;

export interface StopStepsParts {
  readonly qemu: QemuProcess;
  readonly qmp: QmpClient;
  readonly port: GuestPort;
  readonly stop: StopTimes;
  readonly isReady: boolean;
  /** Lets the guest's processors go on. */
  readonly thaw: () => Promise<void>;
}

/** Without those that get no time. */
export function stopSteps(parts: StopStepsParts): StopStep[] {
  const { qemu, stop, isReady } = parts;
  const polite: StopStep[] = [
    {
      name: "poweroff",
      patienceMs: stop.poweroffMs,
      act: () => askGuest(parts),
    },
    {
      name: "acpi",
      patienceMs: isReady ? stop.acpiMs : Math.min(stop.acpiMs, EARLY_ACPI_MS),
      act: () => pressPowerButton(parts),
    },
    {
      name: "term",
      patienceMs: stop.termMs,
      act: () => qemu.signal("SIGTERM"),
    },
  ];
  return [
    ...polite.filter(({ patienceMs }) => patienceMs > 0),
    { name: "kill", patienceMs: KILL_MS, act: () => qemu.signal("SIGKILL") },
  ];
}

async function askGuest({ isReady, thaw, port }: StopStepsParts) {
  if (!isReady) throw new Error("the guest was not ready");
  await thaw();
  if (port.send({ kind: "poweroff" })) return;
  throw new Error("the guest does not read its port");
}

async function pressPowerButton({ thaw, qmp }: StopStepsParts) {
  await thaw();
  await qmp.execute("system_powerdown", {}, COMMAND_MS);
}
