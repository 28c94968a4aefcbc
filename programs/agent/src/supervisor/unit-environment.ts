/** What a unit's program finds in its environment: the agent's, without what its service manager said to it alone. */

/** Of a supervisor like ours; sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3). */
const FOR_THE_AGENT = new Set([
  "GHAF_NOTIFY_FD",
  "NOTIFY_SOCKET",
  "WATCHDOG_PID",
  "WATCHDOG_USEC",
  "LISTEN_PID",
  "LISTEN_FDS",
  "LISTEN_FDNAMES",
]);

export function unitEnvironment(
  own: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(own).flatMap(([key, value]) =>
    value === undefined || FOR_THE_AGENT.has(key)
      ? []
      : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}
