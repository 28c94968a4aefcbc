/** One log file that grows and now and then makes room, its end being kept as `<file>.1`: its end, and what is added to it. */

import type { BigIntStats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import {
  copyBeginning,
  copyDraft,
  type JournalEntry,
  LineCutter,
} from "@ghaf/daemon";
import { type LoggedLine, parseLogLine } from "./log-line.ts";

/** Bytes of a line; what is longer is cut. */
const LONGEST_LINE = 64 * 1024;
const BLOCK = 64 * 1024;
/** Of a copy: bytes that say where it begins. */
const LONGEST_BEGINNING = 64;
/** No more than this is read of what is there already. */
const LONGEST_TAIL = 1024 * 1024;

const NEWLINE = 0x0a;

export class LogTail {
  readonly #path: string;
  readonly #owner: Pick<JournalEntry, "unit" | "identifier">;
  #cutter = new LineCutter(LONGEST_LINE);
  #file: FileHandle | undefined;
  /** Up to where it was read. */
  #offset = 0;
  #latestUs = 0n;
  /** Of the copy that was there when the log was opened, or was read since. */
  #copy: string | undefined;

  /** @param owner what entries say of themselves beside what the line says */
  constructor(path: string, owner: Pick<JournalEntry, "unit" | "identifier">) {
    this.#path = path;
    this.#owner = owner;
  }

  /** The newest entries, also of what was put away. Later `more` goes on from here. */
  async last(lines: number): Promise<readonly JournalEntry[]> {
    const before = new LogTail(`${this.#path}.1`, this.#owner);
    const here = await this.#last(lines);
    const wanted = lines - here.length;
    const earlier = wanted > 0 ? await before.#last(wanted) : [];
    await before.close();
    return [...earlier, ...here];
  }

  /** What was written since, in whichever file it is. */
  async *more(): AsyncGenerator<JournalEntry, void, void> {
    for (;;) {
      const file = this.#file ?? (await this.#open());
      if (file === undefined) return;
      yield* this.#copied(file);
      yield* this.#rest(file);
      if (!(await this.#wasPutAway(file))) return;
      // Something may have been written between our look and the renaming.
      yield* this.#rest(file);
      await this.close();
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#offset = 0;
    this.#cutter = new LineCutter(LONGEST_LINE);
    await file?.close();
  }

  async #last(count: number): Promise<readonly JournalEntry[]> {
    this.#file = await this.#open();
    if (this.#file === undefined) return [];
    const { size } = await this.#file.stat();
    this.#offset = await startOfLast(this.#file, size, count);
    const lines: LoggedLine[] = [];
    for await (const line of this.#lines(this.#file, size)) lines.push(line);
    return this.#timed(lines.slice(-count), this.#file);
  }

  async #open(): Promise<FileHandle | undefined> {
    this.#copy = await identityOf(`${this.#path}.1`);
    this.#file = await openIfThere(this.#path);
    return this.#file;
  }

  /** What was not read yet when the log was emptied, by whoever keeps a copy of its end. */
  async *#copied(file: FileHandle): AsyncGenerator<JournalEntry, void, void> {
    const { size } = await file.stat();
    const copy = await this.#newCopy(file, size < this.#offset);
    if (copy === undefined) {
      if (size < this.#offset) this.#beginAnew();
      return;
    }
    try {
      const start = Buffer.alloc(LONGEST_BEGINNING);
      const { bytesRead } = await copy.read(start, 0, start.length, 0);
      const { dropped, at } = copyBeginning(start.subarray(0, bytesRead));
      // Else what we have of a line does not go on there.
      if (dropped > this.#offset) this.#beginAnew();
      this.#offset = at + Math.max(0, this.#offset - dropped);
      yield* this.#rest(copy);
    } finally {
      await copy.close();
    }
    // The writer goes on where the copy ends: a line may too.
    this.#offset = 0;
  }

  /** @param isEmptied the log was, and its copy may not have its name yet */
  async #newCopy(
    file: FileHandle,
    isEmptied: boolean,
  ): Promise<FileHandle | undefined> {
    // One that was renamed is read on as it is.
    const known = [this.#copy, identity(await file.stat({ bigint: true }))];
    const names = [`${this.#path}.1`];
    if (isEmptied) names.unshift(copyDraft(this.#path));
    for (const name of names) {
      const found = await identityOf(name);
      if (found === undefined || known.includes(found)) continue;
      this.#copy = found;
      return await openIfThere(name);
    }
    return undefined;
  }

  #beginAnew(): void {
    this.#offset = 0;
    this.#cutter = new LineCutter(LONGEST_LINE);
  }

  async *#rest(file: FileHandle): AsyncGenerator<JournalEntry, void, void> {
    for await (const line of this.#lines(file, Number.POSITIVE_INFINITY)) {
      if (line.timeUs === undefined) this.#reach(await changedUs(file));
      yield* await this.#timed([line], file);
    }
  }

  /** The lines that end before that offset. */
  async *#lines(
    file: FileHandle,
    end: number,
  ): AsyncGenerator<LoggedLine, void, void> {
    const block = Buffer.alloc(BLOCK);
    for (;;) {
      const length = Math.min(BLOCK, end - this.#offset);
      const { bytesRead } = await file.read(block, 0, length, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      for (const line of this.#cutter.push(block.subarray(0, bytesRead))) {
        yield parseLogLine(line, this.#owner);
      }
    }
  }

  /**
   * A line without a time has that of the line before it; where there is none, of
   * the next; where no line has one, of the file's last change.
   */
  async #timed(
    lines: readonly LoggedLine[],
    file: FileHandle,
  ): Promise<readonly JournalEntry[]> {
    const first = lines.find(({ timeUs }) => timeUs !== undefined)?.timeUs;
    if (this.#latestUs === 0n) this.#reach(first ?? (await changedUs(file)));
    return lines.map((line) => {
      this.#reach(line.timeUs ?? 0n);
      return { ...line, timeUs: this.#latestUs };
    });
  }

  /** The clock may be set back; the order of lines is that of the file. */
  #reach(timeUs: bigint): void {
    if (timeUs > this.#latestUs) this.#latestUs = timeUs;
  }

  async #wasPutAway(file: FileHandle): Promise<boolean> {
    const now = await openIfThere(this.#path);
    if (now === undefined) return false;
    try {
      const [ours, theirs] = await Promise.all([file.stat(), now.stat()]);
      return ours.ino !== theirs.ino || ours.dev !== theirs.dev;
    } finally {
      await now.close();
    }
  }
}

async function changedUs(file: FileHandle): Promise<bigint> {
  const { mtimeMs } = await file.stat();
  return BigInt(Math.floor(mtimeMs)) * 1000n;
}

async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && identity(found);
}

/** Of a file that is written no more: a later one may have its number. */
function identity({ dev, ino, mtimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${mtimeNs}`;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Where the last so many lines begin. A last line that has no end yet counts for none. */
async function startOfLast(
  file: FileHandle,
  size: number,
  count: number,
): Promise<number> {
  const block = Buffer.alloc(BLOCK);
  const earliest = Math.max(0, size - LONGEST_TAIL);
  let ends = 0;
  for (let end = size; end > earliest; ) {
    const begin = Math.max(earliest, end - BLOCK);
    const { bytesRead } = await file.read(block, 0, end - begin, begin);
    for (let at = bytesRead - 1; at >= 0; at -= 1) {
      if (block[at] !== NEWLINE) continue;
      ends += 1;
      if (ends > count) return begin + at + 1;
    }
    end = begin;
  }
  return earliest;
}
