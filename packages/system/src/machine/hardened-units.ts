/** The units that have a hardening drop-in, by the reference's names, and what Debian calls them (spec 2.11). */

import type { SystemdSelection } from "./systemd-selection.ts";

/** Without `.service`. Null: neither Debian nor we have the unit, so that nothing is written for it. */
const ALWAYS = {
  "NetworkManager-dispatcher": "NetworkManager-dispatcher",
  // `ghaf logs` asks for journals; nothing ships them.
  alloy: null,
  bluetooth: "bluetooth",
  dbus: "dbus",
  dnsmasq: "dnsmasq",
  "enable-ksm": null,
  firewall: "nftables",
  "generate-shutdown-ramfs": null,
  // Nothing starts a desktop yet.
  "ghaf-session": null,
  "install-microvm-netvm": null,
  "kmod-static-nodes": "kmod-static-nodes",
  logrotate: "logrotate",
  "logrotate-checkconf": null,
  // The runner makes taps and starts virtiofsd itself.
  "microvm-tap-interfaces@": null,
  "microvm-virtiofsd@": null,
  "microvm@": "microvm@",
  "network-local-commands": null,
  nscd: null,
  // PipeWire of Debian is a unit of each account's manager, which may set hardly any of it.
  pulseaudio: null,
  "rtkit-daemon": "rtkit-daemon",
  seatd: "seatd",
  "systemd-fsck-root": "systemd-fsck-root",
  "systemd-journal-catalog-update": "systemd-journal-catalog-update",
  "systemd-journal-flush": "systemd-journal-flush",
  "systemd-networkd-wait-online": "systemd-networkd-wait-online",
  "systemd-random-seed": "systemd-random-seed",
  "systemd-remount-fs": "systemd-remount-fs",
  "systemd-rfkill": "systemd-rfkill",
  "systemd-tmpfiles-clean": "systemd-tmpfiles-clean",
  "systemd-tmpfiles-setup": "systemd-tmpfiles-setup",
  "systemd-tmpfiles-setup-dev": "systemd-tmpfiles-setup-dev",
  "systemd-udev-trigger": "systemd-udev-trigger",
  "systemd-udevd": "systemd-udevd",
  "systemd-user-sessions": "systemd-user-sessions",
  "tpm2-abrmd": "tpm2-abrmd",
  "user-runtime-dir@": "user-runtime-dir@",
  vsockproxy: null,
  wpa_supplicant: "wpa_supplicant",
} as const;

/** Those of a machine that nobody debugs. */
const WITHOUT_DEBUG = {
  NetworkManager: "NetworkManager",
  audit: "auditd",
  sshd: "ssh",
  "user@": "user@",
} as const;

/** As Debian calls it, without `.service`. */
export type HardenedUnit = NonNullable<
  | (typeof ALWAYS)[keyof typeof ALWAYS]
  | (typeof WITHOUT_DEBUG)[keyof typeof WITHOUT_DEBUG]
>;

interface Row {
  readonly name: string;
  readonly debian: HardenedUnit | null;
  readonly when: "always" | "without-debug";
}

const ROWS: readonly Row[] = [
  ...rowsOf(ALWAYS, "always"),
  ...rowsOf(WITHOUT_DEBUG, "without-debug"),
];

function rowsOf(
  table: Readonly<Record<string, HardenedUnit | null>>,
  when: Row["when"],
): readonly Row[] {
  return Object.entries(table).map(([name, debian]) => ({
    ...{ name, debian, when },
  }));
}

/** When a unit has its drop-in: `sshd.service`, or as Debian says `ssh.service`. "nowhere": no machine has the unit. Null: it has none. */
export function hardeningOf(
  unit: string,
): "always" | "without-debug" | "nowhere" | null {
  const row = ROWS.find((one) => isNamed(one, unit));
  if (row === undefined) return null;
  return row.debian === null ? "nowhere" : row.when;
}

/** What there is to leave out, by both names. */
export function hardenedNames(): readonly string[] {
  const names = ROWS.flatMap(({ name, debian }) =>
    debian === null ? [] : [name, debian],
  );
  return [...new Set(names)].map((name) => `${name}.service`);
}

/** Those that get one on a machine with these parts of systemd, if it has them. */
export function hardenedIn({
  parts,
  withoutHardening,
}: SystemdSelection): readonly HardenedUnit[] {
  if (!parts.includes("HardenedConfigs")) return [];
  const isDebug = parts.includes("Debug");
  return ROWS.filter(
    (row) =>
      !(isDebug && row.when === "without-debug") &&
      !withoutHardening.some((unit) => isNamed(row, unit)),
  ).flatMap(({ debian }) => (debian === null ? [] : [debian]));
}

function isNamed({ name, debian }: Row, unit: string): boolean {
  return [name, debian].some((one) => unit === `${one}.service`);
}
