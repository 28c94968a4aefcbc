/** Which units of Debian's systemd belong to which of its parts: a machine without the part does not start them (spec 2.10). */

import type { SystemdPart } from "@ghaf/system";

interface PartUnits {
  /** Any of these keeps the units. */
  readonly parts: readonly SystemdPart[];
  readonly units: readonly string[];
}

/** What no machine has: it mounts nothing over the network and is not updated in place. */
const NEVER = [
  "remote-cryptsetup.target",
  "remote-fs-pre.target",
  "remote-fs.target",
  "rpcbind.target",
  "system-update-cleanup.service",
  "system-update-pre.target",
  "system-update.target",
  "systemd-update-done.service",
];

const UNITS: readonly PartUnits[] = [
  { parts: ["Apparmor"], units: ["apparmor.service"] },
  {
    parts: ["Audit"],
    units: ["auditd.service", "systemd-journald-audit.socket"],
  },
  { parts: ["Bootloader"], units: ["systemd-boot-update.service"] },
  {
    parts: ["Cryptsetup"],
    units: ["cryptsetup-pre.target", "cryptsetup.target"],
  },
  {
    parts: ["Debug"],
    units: [
      ...["console-getty.service", "emergency.service", "emergency.target"],
      ...["kbrequest.target", "kexec.target", "rescue.service"],
      ...["rescue.target", "sys-fs-fuse-connections.mount"],
      ...["sys-kernel-debug.mount", "systemd-ask-password-console.path"],
      ...["systemd-ask-password-console.service", "systemd-kexec.service"],
      ...[
        "systemd-ask-password-wall.path",
        "systemd-ask-password-wall.service",
      ],
      ...["systemd-pstore.service", "systemd-vconsole-setup.service"],
    ],
  },
  { parts: ["Debug", "Machines"], units: ["systemd-coredump.socket"] },
  {
    parts: ["Debug", "Serial"],
    units: [
      ...["getty-pre.target", "getty.target", "getty@.service"],
      "serial-getty@.service",
    ],
  },
  {
    parts: ["Debug", "Journal"],
    units: [
      ...["systemd-journal-catalog-update.service"],
      ...["systemd-journal-flush.service", "systemd-journal-gatewayd.socket"],
      ...["systemd-journald-dev-log.socket", "systemd-journald.service"],
      ...["systemd-journald.socket", "systemd-update-utmp.service"],
    ],
  },
  { parts: ["Efi"], units: ["systemd-boot-random-seed.service"] },
  { parts: ["Hostnamed"], units: ["systemd-hostnamed.service"] },
  { parts: ["Localed"], units: ["systemd-localed.service"] },
  {
    parts: ["Logind"],
    units: ["dbus-org.freedesktop.login1.service", "systemd-logind.service"],
  },
  {
    parts: ["Machines"],
    units: [
      ...["container-getty@.service", "systemd-machined.service"],
      "systemd-nspawn@.service",
    ],
  },
  {
    parts: ["Networkd"],
    units: [
      ...["network-online.target", "network-pre.target", "network.target"],
      ...["systemd-networkd-wait-online.service", "systemd-networkd.service"],
      "systemd-networkd.socket",
    ],
  },
  {
    parts: ["Nss"],
    units: ["nscd.service", "nss-lookup.target", "nss-user-lookup.target"],
  },
  { parts: ["Polkit"], units: ["polkit.service"] },
  { parts: ["Repart"], units: ["systemd-repart.service"] },
  { parts: ["Resolved"], units: ["systemd-resolved.service"] },
  { parts: ["Timesyncd"], units: ["systemd-timesyncd.service"] },
  {
    parts: ["Tpm2Tss"],
    units: ["systemd-tpm2-setup-early.service", "systemd-tpm2-setup.service"],
  },
];

/** Those that a host with these parts does not have, in alphabetical order. */
export function hostUnitsWithout(
  parts: readonly SystemdPart[],
): readonly string[] {
  return [...NEVER, ...unitsWithout(parts, UNITS)].sort();
}

/** Parts that an image of a VM has, whatever its role; of the others there is nothing to mask. */
const OF_GUESTS: readonly SystemdPart[] = [
  ...(["Audit", "Debug", "Journal", "Localed", "Logind", "Networkd"] as const),
  ...(["Nss", "Polkit", "Resolved", "Timesyncd"] as const),
];

/** Those that a VM with these parts does not have, in alphabetical order. */
export function guestUnitsWithout(
  parts: readonly SystemdPart[],
): readonly string[] {
  const rows = UNITS.filter((row) =>
    row.parts.some((part) => OF_GUESTS.includes(part)),
  );
  return [...unitsWithout(parts, rows)].sort();
}

function unitsWithout(
  parts: readonly SystemdPart[],
  rows: readonly PartUnits[],
): readonly string[] {
  return rows
    .filter((row) => !row.parts.some((part) => parts.includes(part)))
    .flatMap(({ units }) => units);
}
