/** What is kept of a log that made room: `<file>.1`, its end, and where in the log that end began. */

import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";

const BLOCK = 256 * 1024;
const BEGINNING = /^… (\d{1,15}) earlier bytes are not kept\n/;

/** Name of the copy while it is made; it is renamed once the log is empty. */
export function copyDraft(path: string): string {
  return `${path}.1.new`;
}

/**
 * Empties a log whose writers go on; its last bytes become `<file>.1`. What is written
 * meanwhile is copied too, so that next to nothing is lost.
 * @param most bytes that are kept
 */
export function putAwayCopy(path: string, most: number): void {
  const log = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const isKept = keepEnd(log, path, most);
    ftruncateSync(log);
    // In this order: who finds another `<file>.1` also finds the log emptied.
    if (isKept) renameSync(copyDraft(path), `${path}.1`);
  } finally {
    closeSync(log);
  }
}

/** @returns false without room on the disk, which then needs it more than anybody what was said */
function keepEnd(log: number, path: string, most: number): boolean {
  const draft = copyDraft(path);
  try {
    rmSync(draft, { force: true });
    copyEnd(log, draft, most);
    return true;
  } catch {
    for (const copy of [draft, `${path}.1`]) rmSync(copy, { force: true });
    return false;
  }
}

/**
 * Where the copy's content begins.
 * @param start the beginning of the copy, 64 bytes suffice
 * @returns `dropped` bytes of the log before it; `at`: its offset in the copy
 */
export function copyBeginning(start: Buffer): {
  readonly dropped: number;
  readonly at: number;
} {
  const [line, dropped] = BEGINNING.exec(start.toString("utf8")) ?? [];
  if (line === undefined) return { dropped: 0, at: 0 };
  return { dropped: Number(dropped), at: Buffer.byteLength(line) };
}

function copyEnd(from: number, draft: string, most: number): void {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  const to = openSync(draft, O_CREAT | O_EXCL | O_WRONLY, 0o600);
  try {
    const dropped = Math.max(0, fstatSync(from).size - most);
    if (dropped > 0) writeSync(to, `… ${dropped} earlier bytes are not kept\n`);
    copyFrom({ from, to, offset: dropped, most });
  } finally {
    closeSync(to);
  }
}

interface Copying {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly most: number;
}

/** A writer that is faster than we are does not hold us: twice as much is enough. */
function copyFrom({ from, to, offset, most }: Copying): void {
  const block = Buffer.alloc(BLOCK);
  for (let copied = 0; copied < 2 * most; ) {
    const length = readSync(from, block, 0, BLOCK, offset + copied);
    if (length === 0) return;
    for (let done = 0; done < length; ) {
      done += writeSync(to, block, done, length - done);
    }
    copied += length;
  }
}
