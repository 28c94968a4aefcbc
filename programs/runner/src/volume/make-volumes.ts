/** Disk images of a VM: made once, whole or not at all, and never touched again. */

import { open, rename, rm, stat } from "node:fs/promises";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import type { FindProgram } from "../program/find-program.ts";
import { mustRun, type RunProgram } from "../program/run-program.ts";
import type { NewVolume, Volume } from "../spec/launch-spec.ts";

export interface VolumeParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
}

const MIB = 1024 * 1024;
/** A file system of some terabytes takes seconds on a slow disk. */
const DEADLINE_MS = 120_000;

/**
 * Makes the images that are absent.
 * @returns the files that were made
 * @throws RunnerError `missing-file` for one that must be there, `volume` when it cannot be made
 */
export async function makeVolumes(
  volumes: readonly Volume[],
  parts: VolumeParts,
): Promise<string[]> {
  const made: string[] = [];
  for (const { file, made: wanted } of volumes) {
    if (await isThere(file)) continue;
    if (wanted === undefined) {
      const text = `volume ${file} does not exist and is not to be made`;
      throw new RunnerError("missing-file", text, { value: file });
    }
    await make(file, wanted, parts);
    made.push(file);
  }
  return made;
}

/** A draft is finished before it gets its name: what has the name is whole, also after a loss of power. */
async function make(
  file: string,
  wanted: NewVolume,
  parts: VolumeParts,
): Promise<void> {
  const draft = `${file}.new`;
  try {
    await rm(draft, { force: true });
    await allocate(draft, wanted.sizeMib);
    await format(draft, wanted, parts);
    await flush(draft);
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    if (cause instanceof RunnerError) throw cause;
    const text = `volume ${file} cannot be made: ${reasonOf(cause)}`;
    throw new RunnerError("volume", text, { value: file, cause });
  }
}

/** A sparse file: it takes room as the guest fills it. */
async function allocate(draft: string, sizeMib: number): Promise<void> {
  const file = await open(draft, "wx", 0o600);
  try {
    await file.truncate(sizeMib * MIB);
  } finally {
    await file.close();
  }
}

async function format(
  draft: string,
  wanted: NewVolume,
  { find, run }: VolumeParts,
): Promise<void> {
  if (wanted.format.kind === "none") return;
  const mkfs = await find("mkfs.ext4");
  const argv = [mkfs, "-q", "-F", "-L", wanted.format.label, draft] as const;
  await mustRun(run, { argv, deadlineMs: DEADLINE_MS }, "volume");
}

async function flush(draft: string): Promise<void> {
  const file = await open(draft, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
}
