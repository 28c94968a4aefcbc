/** Sockets that systemd opened for this process, sd_listen_fds(3). */

export interface ActivatedSocket {
  readonly fd: number;
  readonly name: string;
}

/** The variables of the protocol. */
export interface ActivationEnvironment {
  readonly LISTEN_PID?: string | undefined;
  readonly LISTEN_FDS?: string | undefined;
  readonly LISTEN_FDNAMES?: string | undefined;
}

const FIRST_FD = 3;
const MOST_FDS = 1_024;

/** The passed sockets; none when they were meant for another process. */
export function activatedSockets(
  environment: ActivationEnvironment,
  pid: number,
): readonly ActivatedSocket[] {
  if (environment.LISTEN_PID !== String(pid)) return [];
  const count = Number(environment.LISTEN_FDS);
  if (!Number.isInteger(count) || count < 1 || count > MOST_FDS) return [];
  const names = environment.LISTEN_FDNAMES?.split(":") ?? [];
  return Array.from({ length: count }, (_, index) => ({
    fd: FIRST_FD + index,
    name: names[index] ?? "unknown",
  }));
}
