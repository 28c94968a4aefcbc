/** What `givc-cli watch` prints, as something one can wait for. */

import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

export type EventKind = "UnitRegistered" | "UnitStatusChanged" | "UnitShutdown";

export interface WatchedEvent {
  readonly kind: EventKind;
  readonly name: string;
  readonly status: string;
}

interface Waiting {
  readonly matches: (event: WatchedEvent) => boolean;
  readonly resolve: (event: WatchedEvent) => void;
}

/** Something that should have happened by now did not. */
export class TooLate extends Error {}

/** The lines of one watching command. */
export class Watcher {
  readonly #child: ChildProcess;
  readonly #limitMs: number;
  readonly #waiting = new Set<Waiting>();

  /** @param limitMs how long each wait may take */
  constructor(child: ChildProcess, limitMs: number) {
    this.#child = child;
    this.#limitMs = limitMs;
    if (child.stdout === null) throw new Error("the watch has no output");
    createInterface({ input: child.stdout }).on("line", (line) =>
      this.#hear(line),
    );
  }

  /** The next event like that. Ask before doing what causes it. @throws TooLate naming `what` */
  next(
    what: string,
    matches: (event: WatchedEvent) => boolean,
  ): Promise<WatchedEvent> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        const seconds = this.#limitMs / 1_000;
        reject(new TooLate(`${what} did not happen within ${seconds} s`));
      }, this.#limitMs);
      const waiting: Waiting = {
        matches,
        resolve: (event) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(event);
        },
      };
      this.#waiting.add(waiting);
    });
  }

  close(): void {
    this.#child.kill("SIGTERM");
  }

  #hear(line: string): void {
    const event = readEvent(line);
    if (event === undefined) return;
    for (const waiting of [...this.#waiting]) {
      if (waiting.matches(event)) waiting.resolve(event);
    }
  }
}

/** Undefined for the initial list and for anything else that is no event. */
function readEvent(line: string): WatchedEvent | undefined {
  const parsed: unknown = JSON.parse(line);
  if (parsed === null || typeof parsed !== "object") return undefined;
  const [entry] = Object.entries(parsed);
  if (entry === undefined || Array.isArray(parsed)) return undefined;
  const [kind, item] = entry as [EventKind, { name: string; status: string }];
  return { kind, name: item.name, status: item.status };
}
