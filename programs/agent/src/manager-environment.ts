/** What the units of the local supervisor find in their environment, as a service manager would give it. */

/** Of systemd.exec(5) "Environment variables in spawned processes", and the log level of our own programs. */
const NAMES = [
  "GHAF_LOG_TIMES",
  "GIVC_LOG",
  "HOME",
  "JOURNAL_STREAM",
  "LANG",
  "LOGNAME",
  "PATH",
  "SHELL",
  "TERM",
  "TMPDIR",
  "TZ",
  "USER",
  "XDG_RUNTIME_DIR",
] as const;

/**
 * What is the agent's alone stays with it: its readiness socket, its credentials,
 * the sockets it was passed, options of its runtime.
 */
export function managerEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept = NAMES.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}
