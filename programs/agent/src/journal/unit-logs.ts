/** The logs of units that a local supervisor writes, one file each: the journal of a machine without systemd. */

import { watch } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseUnitName } from "@ghaf/api";
import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalRequest,
} from "@ghaf/daemon";
import { LogTail } from "./log-tail.ts";

const ENDING = ".log";
/**
 * No more than this is read to begin with, whatever is asked for: lines are sorted in
 * memory, and this program holds the units that it keeps.
 */
const MOST_LINES = 2_000;

/** @param folder where `<unit>.log` and the older `<unit>.log.1` are */
export function unitLogs(folder: string): Journal {
  return { read: (request, signal) => read(folder, request, signal) };
}

async function* read(
  folder: string,
  request: JournalRequest,
  signal: AbortSignal,
): AsyncGenerator<JournalEntry, void, void> {
  try {
    // Whoever comes first makes it: the supervisor with its first unit, or we.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    yield* entriesIn(folder, request, signal);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new JournalError("failed", reason, { cause });
  }
}

async function* entriesIn(
  folder: string,
  { unit, lines, follow }: JournalRequest,
  signal: AbortSignal,
): AsyncGenerator<JournalEntry, void, void> {
  // First of all: what is added while we read is not missed.
  const bell = follow ? new Bell(folder, signal) : undefined;
  const logs = new OpenLogs(folder, unit);
  try {
    yield* await logs.last(Math.min(lines, MOST_LINES));
    while (bell !== undefined && !signal.aborted) {
      yield* logs.more(signal);
      await bell.rings();
    }
  } finally {
    bell?.close();
    await logs.close();
  }
}

/** Lines of equal time stay as they are in their file. */
function newest(
  entries: readonly JournalEntry[],
  lines: number,
): readonly JournalEntry[] {
  const inOrder = entries.toSorted(
    (one, other) => Number(one.timeUs - other.timeUs), // differences fit
  );
  return inOrder.slice(Math.max(0, inOrder.length - lines));
}

/** The logs that were found so far. */
class OpenLogs {
  readonly #folder: string;
  readonly #unit: string | undefined;
  readonly #tails = new Map<string, LogTail>();

  constructor(folder: string, unit: string | undefined) {
    this.#folder = folder;
    this.#unit = unit;
  }

  async last(lines: number): Promise<readonly JournalEntry[]> {
    let kept: readonly JournalEntry[] = [];
    for (const tail of await this.#all()) {
      kept = newest([...kept, ...(await tail.last(lines))], lines);
    }
    return kept;
  }

  /** One file after the other; those that are new from their beginning. */
  async *more(signal: AbortSignal): AsyncGenerator<JournalEntry, void, void> {
    for (const tail of await this.#all()) {
      for await (const entry of tail.more()) {
        if (signal.aborted) return;
        yield entry;
      }
    }
  }

  async close(): Promise<void> {
    for (const tail of this.#tails.values()) await tail.close();
  }

  async #all(): Promise<readonly LogTail[]> {
    const names = this.#unit === undefined ? await this.#list() : [this.#unit];
    for (const name of names) {
      if (this.#tails.has(name)) continue;
      const path = join(this.#folder, `${name}${ENDING}`);
      this.#tails.set(name, new LogTail(path, ownerOf(name)));
    }
    return [...this.#tails.values()];
  }

  async #list(): Promise<readonly string[]> {
    const names = await readdir(this.#folder);
    return names
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length))
      .sort();
  }
}

/** A file that is not a unit's belongs to a program of that name. */
function ownerOf(name: string): Pick<JournalEntry, "unit" | "identifier"> {
  try {
    return { unit: parseUnitName(name), identifier: "" };
  } catch {
    return { unit: "", identifier: name };
  }
}

/** Rings when something in a folder has changed since it was last asked. */
class Bell {
  readonly #watcher: ReturnType<typeof watch>;
  #hasRung = false;
  #wake: () => void = () => undefined;
  #failure: Error | undefined;

  constructor(folder: string, signal: AbortSignal) {
    const ring = () => {
      this.#hasRung = true;
      this.#wake();
    };
    this.#watcher = watch(folder, ring).on("error", (error) => {
      this.#failure = error;
      ring();
    });
    signal.addEventListener("abort", ring, { once: true });
  }

  async rings(): Promise<void> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#hasRung = false;
    if (this.#failure !== undefined) throw this.#failure;
  }

  close(): void {
    this.#watcher.close();
  }
}
