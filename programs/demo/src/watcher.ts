/** What `givc-cli watch` prints, as something one can wait for. */

import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

export type EventKind = "UnitRegistered" | "UnitStatusChanged" | "UnitShutdown";

export interface WatchedEvent {
  readonly kind: EventKind;
  readonly name: string;
  readonly status: string;
}

/** The first line: what there was when the watch began. */
export interface InitialList {
  readonly kind: "initial";
}

type Heard = WatchedEvent | InitialList;

interface Waiting {
  readonly hear: (heard: Heard) => void;
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

  /** The watch has begun: what happens from now on is told. @throws TooLate */
  async began(): Promise<void> {
    const isList = (heard: Heard): heard is InitialList =>
      heard.kind === "initial";
    await this.#next("the beginning of the watch", isList);
  }

  /** The next event like that. Ask before doing what causes it. @throws TooLate naming `what` */
  next(
    what: string,
    matches: (event: WatchedEvent) => boolean,
  ): Promise<WatchedEvent> {
    const isIt = (heard: Heard): heard is WatchedEvent =>
      heard.kind !== "initial" && matches(heard);
    return this.#next(what, isIt);
  }

  close(): void {
    this.#child.kill("SIGTERM");
  }

  #next<T extends Heard>(
    what: string,
    isIt: (heard: Heard) => heard is T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        const seconds = this.#limitMs / 1_000;
        reject(new TooLate(`${what} did not happen within ${seconds} s`));
      }, this.#limitMs);
      const hear = (heard: Heard) => {
        if (!isIt(heard)) return;
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve(heard);
      };
      const waiting: Waiting = { hear };
      this.#waiting.add(waiting);
    });
  }

  #hear(line: string): void {
    const heard = read(line);
    if (heard === undefined) return;
    for (const waiting of [...this.#waiting]) waiting.hear(heard);
  }
}

/** Undefined for a line that is neither the list nor an event. */
function read(line: string): Heard | undefined {
  const parsed: unknown = JSON.parse(line);
  if (Array.isArray(parsed)) return { kind: "initial" };
  if (parsed === null || typeof parsed !== "object") return undefined;
  const [entry] = Object.entries(parsed);
  if (entry === undefined) return undefined;
  const [kind, item] = entry as [EventKind, { name: string; status: string }];
  return { kind, name: item.name, status: item.status };
}
