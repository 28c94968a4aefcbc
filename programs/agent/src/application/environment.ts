/** Which variables of the agent's own environment its applications get to see. */

/** Where the display, the sound and the session are, and the user's language. */
const NAMES: ReadonlySet<string> = new Set([
  "DBUS_SESSION_BUS_ADDRESS",
  "DISPLAY",
  "LANG",
  "LANGUAGE",
  "PATH",
  "PIPEWIRE_REMOTE",
  "PIPEWIRE_RUNTIME_DIR",
  "PULSE_SERVER",
  "TZ",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "XCURSOR_SIZE",
  "XCURSOR_THEME",
]);
const FAMILIES = ["GDK_", "GTK_", "LC_", "MOZ_", "QT_", "WAYPIPE_", "XDG_"];

/**
 * Everything else stays with the agent: credentials, sockets of the service
 * manager, options of the runtime that would change a program of the same kind.
 */
export function applicationEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && isForApplications(entry[0]),
  );
  return Object.fromEntries(kept);
}

function isForApplications(name: string): boolean {
  return NAMES.has(name) || FAMILIES.some((family) => name.startsWith(family));
}
