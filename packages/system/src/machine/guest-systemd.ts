/** Which parts of systemd a VM has, by its role (spec 2.6). */

import type { PlatformConfig } from "../options/platform-options.ts";
import type { VmRole } from "./enabled-vms.ts";
import {
  SYSTEMD_PARTS,
  type SystemdPart,
  type SystemdSelection,
} from "./systemd-selection.ts";

/** What every VM with a selection of its own has. */
const ALWAYS: readonly SystemdPart[] = [
  "HardenedConfigs",
  "Journal",
  "Logind",
  "Networkd",
];

const BY_ROLE: Readonly<Record<VmRole, readonly SystemdPart[] | null>> = {
  net: ["Polkit", "Resolved", "Timesyncd"],
  gui: ["Localed", "Nss", "Resolved", "Timesyncd"],
  audio: ["Nss", "Resolved", "Timesyncd"],
  admin: ["Nss", "Resolved", "Polkit", "Timesyncd"],
  app: ["Localed", "Nss", "Resolved", "Timesyncd", "Polkit"],
  // What inspects traffic brings services that nobody here knows.
  ids: null,
};

/** Null: its systemd is as Debian made it. */
export function guestSystemd(
  { ghaf }: PlatformConfig,
  role: VmRole,
): SystemdSelection | null {
  const ofRole = BY_ROLE[role];
  if (ofRole === null) return null;
  const wanted = new Set<SystemdPart>([...ALWAYS, ...ofRole]);
  if (ghaf.profiles.debug.enable) wanted.add("Audit").add("Debug");
  // Its policies let the person verify a finger.
  if (role === "gui" && ghaf.services.fprint.enable) wanted.add("Polkit");
  return {
    name: role === "app" ? "appvm-systemd" : `${role}vm-systemd`,
    parts: SYSTEMD_PARTS.filter((part) => wanted.has(part)),
    logLevel: ghaf.systemd.logLevel,
    withoutHardening: ghaf.systemd.excludedHardenedConfigs,
    inInitrd: true,
  };
}
