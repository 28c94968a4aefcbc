/** Which parts of systemd a machine has (spec 2.10). */

import type { PlatformConfig } from "../options/platform-options.ts";

export interface SystemdSelection {
  /** A label for documents. */
  readonly name: string;
  /** In alphabetical order; units of the others are masked. */
  readonly parts: readonly SystemdPart[];
  /** The least important messages that it logs: a level of systemd. */
  readonly logLevel: string;
  /** Units that get no hardening drop-in. */
  readonly withoutHardening: readonly string[];
  /** Whether it also runs in the initrd. */
  readonly inInitrd: boolean;
}

export type SystemdPart =
  | "Apparmor"
  | "Audit"
  | "Bootloader"
  | "Cryptsetup"
  | "Debug"
  | "Efi"
  | "Fido2"
  | "HardenedConfigs"
  | "Hostnamed"
  | "Journal"
  | "Localed"
  | "Logind"
  | "Machines"
  | "Networkd"
  | "Nss"
  | "Polkit"
  | "Repart"
  | "Resolved"
  | "Serial"
  | "Timesyncd"
  | "Tpm2Tss"
  | "Ukify";

export const SYSTEMD_PARTS: readonly SystemdPart[] = [
  "Apparmor",
  "Audit",
  "Bootloader",
  "Cryptsetup",
  "Debug",
  "Efi",
  "Fido2",
  "HardenedConfigs",
  "Hostnamed",
  "Journal",
  "Localed",
  "Logind",
  "Machines",
  "Networkd",
  "Nss",
  "Polkit",
  "Repart",
  "Resolved",
  "Serial",
  "Timesyncd",
  "Tpm2Tss",
  "Ukify",
];

/** What the host has; null: its systemd is as Debian made it. */
export function hostSystemd({ ghaf }: PlatformConfig): SystemdSelection | null {
  const { systemd } = ghaf;
  if (!systemd.enable) return null;
  return {
    name: systemd.withName,
    parts: SYSTEMD_PARTS.filter((part) => systemd[`with${part}`]),
    logLevel: systemd.logLevel,
    withoutHardening: systemd.excludedHardenedConfigs,
    inInitrd: systemd.boot.enable,
  };
}
