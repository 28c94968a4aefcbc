/** The units that have a hardening drop-in, by the service manager's names without `.service` (spec 2.11). */

/** In every build with `withHardenedConfigs`. */
const ALWAYS: readonly string[] = [
  "NetworkManager-dispatcher",
  "alloy",
  "bluetooth",
  "dbus",
  "dnsmasq",
  "enable-ksm",
  "firewall",
  "generate-shutdown-ramfs",
  "ghaf-session",
  "install-microvm-netvm",
  "kmod-static-nodes",
  "logrotate",
  "logrotate-checkconf",
  "microvm-tap-interfaces@",
  "microvm-virtiofsd@",
  "microvm@",
  "network-local-commands",
  "nscd",
  "pulseaudio",
  "rtkit-daemon",
  "seatd",
  "systemd-fsck-root",
  "systemd-journal-catalog-update",
  "systemd-journal-flush",
  "systemd-networkd-wait-online",
  "systemd-random-seed",
  "systemd-remount-fs",
  "systemd-rfkill",
  "systemd-tmpfiles-clean",
  "systemd-tmpfiles-setup",
  "systemd-tmpfiles-setup-dev",
  "systemd-udev-trigger",
  "systemd-udevd",
  "systemd-user-sessions",
  "tpm2-abrmd",
  "user-runtime-dir@",
  "vsockproxy",
  "wpa_supplicant",
];

/** Only without `withDebug`. */
const WITHOUT_DEBUG: readonly string[] = [
  "NetworkManager",
  "audit",
  "sshd",
  "user@",
];

/** When a unit has its drop-in: `sshd.service`. Null: it has none. */
export function hardeningOf(unit: string): "always" | "without-debug" | null {
  const name = unit.replace(/\.service$/, "");
  if (name === unit) return null;
  if (ALWAYS.includes(name)) return "always";
  return WITHOUT_DEBUG.includes(name) ? "without-debug" : null;
}

export function hardenedUnits(): readonly string[] {
  return [...ALWAYS, ...WITHOUT_DEBUG].map((name) => `${name}.service`);
}
