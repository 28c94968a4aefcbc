/** Verdicts of the probe that hold until this machine boots again or gets another QEMU. */

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "../qmp/message.ts";
import type { Accelerator } from "../spec/launch-spec.ts";
import type { Probe, Verdict } from "./probe.ts";

export interface Keeping {
  /** A folder that only this user writes to; made when absent. */
  readonly folder: string;
  /** Of this boot, /proc/sys/kernel/random/boot_id; a new kernel needs a new boot. */
  readonly bootId: string;
  /** Try again, whatever is known. */
  readonly isFresh: boolean;
}

/** The same probe with a memory. What cannot be kept is asked again. */
export function keepingVerdicts(probe: Probe, keeping: Keeping): Probe {
  return async (accelerator, qemu) => {
    const file = await fileOf(accelerator, qemu, keeping);
    const known = keeping.isFresh ? undefined : await read(file);
    if (known !== undefined) return known;
    const verdict = await probe(accelerator, qemu);
    if (isWorthKeeping(accelerator, verdict)) await write(file, verdict);
    return verdict;
  };
}

/** Nothing stands in for emulation: that it fails, a full machine perhaps, is tried again. So is what was only late. */
function isWorthKeeping(accelerator: Accelerator, verdict: Verdict): boolean {
  return verdict.works || (accelerator !== "tcg" && verdict.isLate !== true);
}

/** A QEMU is told from another by its file: asking for its version takes longer than a probe. */
async function fileOf(
  accelerator: Accelerator,
  qemu: string,
  { folder, bootId }: Keeping,
): Promise<string> {
  const { ino, size, mtimeMs } = await stat(qemu);
  const key = [bootId, accelerator, qemu, ino, size, mtimeMs].join("\n");
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return join(folder, `accelerator-${digest}.json`);
}

async function read(file: string): Promise<Verdict | undefined> {
  try {
    return parseVerdict(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

function parseVerdict(untrusted: unknown): Verdict | undefined {
  if (!isObject(untrusted)) return undefined;
  const { works, reason } = untrusted;
  if (works === true) return { works };
  return works === false && typeof reason === "string"
    ? { works, reason }
    : undefined;
}

async function write(file: string, verdict: Verdict): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify(verdict), { mode: 0o600 });
    await rename(draft, file);
  } catch {
    // A read-only or full disk costs the next start a probe.
  }
}
