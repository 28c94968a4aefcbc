/**
 * Telling whoever started this process how it is, in the words of sd_notify(3):
 * systemd over its socket, or a local supervisor over a descriptor. Node has no
 * unix datagram sockets, so words for systemd go through systemd-notify(1), which
 * waits until the manager has taken them; units that use this say NotifyAccess=all.
 */

import { execFile } from "node:child_process";
import { write } from "node:fs";

export interface Notifier {
  /** READY=1, with a line for `systemctl status`. */
  ready(status: string): Promise<void>;
  status(status: string): Promise<void>;
  /** STOPPING=1, and no more watchdog pings. */
  stopping(): Promise<void>;
}

export interface NotifierOptions {
  /** $NOTIFY_SOCKET. */
  readonly socket: string | undefined;
  /** $GHAF_NOTIFY_FD, used when there is no socket; without either nothing is sent. */
  readonly descriptor?: string | undefined;
  /** $WATCHDOG_USEC: half of it is the pause between pings. */
  readonly watchdogUsec: string | undefined;
  readonly onError: (error: Error) => void;
}

/** Never fails. */
type Send = (...words: string[]) => Promise<void>;

const NOTIFY_TIMEOUT_MS = 5_000;

/** Makes the notifier of this process. */
export function createNotifier(options: NotifierOptions): Notifier {
  const send = openWay(options);
  let pings: NodeJS.Timeout | undefined;
  return {
    ready: async (status) => {
      await send("READY=1", statusLine(status));
      if (options.socket === undefined) return;
      pings = startPings(options.watchdogUsec, send);
    },
    status: (status) => send(statusLine(status)),
    stopping: async () => {
      clearInterval(pings);
      await send("STOPPING=1");
    },
  };
}

function openWay({ socket, descriptor, onError }: NotifierOptions): Send {
  if (socket !== undefined) {
    return (...words) => systemdNotify(words, onError);
  }
  if (descriptor === undefined) return async () => undefined;
  const number = /^\d{1,9}$/.test(descriptor) ? Number(descriptor) : undefined;
  if (number !== undefined) return lineWriter(number, onError);
  onError(new Error(`GHAF_NOTIFY_FD is no descriptor: ${descriptor}`));
  return async () => undefined;
}

function startPings(
  usec: string | undefined,
  send: Send,
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

/** One line per word, each after the one before. */
function lineWriter(descriptor: number, onError: (error: Error) => void): Send {
  let before = Promise.resolve();
  return (...words) => {
    const text = words.map((word) => `${word}\n`).join("");
    before = before.then(() => writeText(descriptor, text)).catch(onError);
    return before;
  };
}

/** Lines are short and the other end takes all of them, so a write is never partial. */
function writeText(descriptor: number, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    write(descriptor, text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
