/**
 * Telling systemd how this service is: sd_notify(3). Node has no unix datagram
 * sockets, so the words go through systemd-notify(1), which waits until the
 * manager has taken them; units that use this say NotifyAccess=all.
 */

import { execFile } from "node:child_process";

export interface Notifier {
  /** READY=1, with a line for `systemctl status`. */
  ready(status: string): Promise<void>;
  status(status: string): Promise<void>;
  /** STOPPING=1, and no more watchdog pings. */
  stopping(): Promise<void>;
}

export interface NotifierOptions {
  /** $NOTIFY_SOCKET; absent: nobody is listening and nothing is sent. */
  readonly socket: string | undefined;
  /** $WATCHDOG_USEC: half of it is the pause between pings. */
  readonly watchdogUsec: string | undefined;
  readonly onError: (error: Error) => void;
}

const NOTIFY_TIMEOUT_MS = 5_000;

/** Makes the notifier of this process. */
export function createNotifier(options: NotifierOptions): Notifier {
  if (options.socket === undefined) {
    const nothing = async () => undefined;
    return { ready: nothing, status: nothing, stopping: nothing };
  }
  const send = (...words: string[]) => systemdNotify(words, options.onError);
  let pings: NodeJS.Timeout | undefined;
  return {
    ready: async (status) => {
      await send("READY=1", statusLine(status));
      pings = startPings(options.watchdogUsec, send);
    },
    status: (status) => send(statusLine(status)),
    stopping: async () => {
      clearInterval(pings);
      await send("STOPPING=1");
    },
  };
}

function startPings(
  usec: string | undefined,
  send: (word: string) => Promise<void>,
): NodeJS.Timeout | undefined {
  const periodMs = Number(usec) / 2_000;
  if (!(periodMs >= 1)) return undefined;
  const timer = setInterval(() => void send("WATCHDOG=1"), periodMs);
  return timer.unref();
}

function statusLine(status: string): string {
  return `STATUS=${status.replace(/[\r\n]+/g, " ")}`;
}

function systemdNotify(
  words: readonly string[],
  onError: (error: Error) => void,
): Promise<void> {
  const options = { timeout: NOTIFY_TIMEOUT_MS };
  return new Promise((resolve) => {
    execFile("systemd-notify", [...words], options, (error) => {
      if (error) onError(error);
      resolve();
    });
  });
}
