/** What a person sees: where the session is, its menu, and whose windows have which frame (spec 2.8, 2.19). */

import type { PlatformConfig } from "../options/platform-options.ts";
import { hasSystemVm, vmName } from "./enabled-vms.ts";
import { HOST_NAME } from "./reservations.ts";

export interface Desktop {
  /** The machine with the session: `gui-vm`, or the host of a layout without VMs. */
  readonly machine: string;
  readonly renderer: "vulkan" | "pixman" | "gles2";
  /** Whose session starts without a password; null: the greeter asks. */
  readonly autologin: string | null;
  /** Seconds without input until it locks; null: never. */
  readonly lockAfter: number | null;
  /** By VM, then by name; those that run where the menu is come first. */
  readonly launchers: readonly Launcher[];
  /** Frames by application, which a VM cannot choose for another. */
  readonly applicationFrames: readonly Frame[];
  /** Frames by VM: the identifier is the VM's name. */
  readonly vmFrames: readonly Frame[];
}

export interface Launcher {
  readonly name: string;
  readonly description: string;
  /** A name in the icon theme, or the path of a picture. */
  readonly icon: string;
  /** The VM that it starts something in; null: where the menu is. */
  readonly vm: string | null;
  /** The program and its arguments. */
  readonly argv: readonly string[];
}

export interface Frame {
  readonly identifier: string;
  /** `#rrggbb`. */
  readonly colour: string;
}

/** Null: the device shows nothing. */
export function desktopOf(config: PlatformConfig): Desktop | null {
  const { graphics, profiles } = config.ghaf;
  if (!profiles.graphics.enable) return null;
  const { autolock, autologinUser } = graphics.labwc;
  return {
    machine: hasSystemVm(config, "gui") ? vmName("gui") : HOST_NAME,
    renderer: profiles.graphics.renderer,
    autologin: autologinUser,
    lockAfter: autolock.enable ? autolock.duration : null,
    launchers: launchersOf(graphics.launchers),
    applicationFrames: graphics.labwc.frameColouring,
    vmFrames: graphics.labwc.securityContext
      .map(({ identifier, color }) => ({ identifier, colour: color }))
      .sort((a, b) => compare(a.identifier, b.identifier)),
  };
}

type LauncherConfig = PlatformConfig["ghaf"]["graphics"]["launchers"][number];

function launchersOf(
  configured: readonly LauncherConfig[],
): readonly Launcher[] {
  return configured
    .map(({ name, description, icon, vm, path }) => ({
      ...{ name, description, icon: icon ?? name.toLowerCase() },
      vm: vm === null ? null : vmOfLabel(vm),
      argv: typeof path === "string" ? [path] : path,
    }))
    .sort(byVmThenName);
}

/** `Business` and `business-vm` mean the same VM. */
export function vmOfLabel(label: string): string {
  const name = label.toLowerCase();
  return name.endsWith("-vm") ? name : vmName(name);
}

function byVmThenName(a: Launcher, b: Launcher): number {
  return compare(a.vm ?? "", b.vm ?? "") || compare(a.name, b.name);
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
