/** A picture of what a VM shows: QEMU writes it to a file, which the runner reads and removes. */

import { constants, type Stats } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { RunnerError, reasonOf } from "../errors.ts";
import type { QmpClient } from "../qmp/qmp-client.ts";
import type { QemuFolder } from "./qemu-folder.ts";

export type PictureFormat = "png" | "ppm";

const FILE = "ghaf-screen";
const DEADLINE_MS = 20_000;
/** Two screens of 7680 by 4320 points. */
const MOST_BYTES = 256 * 1024 * 1024;

export interface TakeScreenParts {
  readonly qmp: QmpClient;
  readonly folder: QemuFolder;
}

/** @throws RunnerError `qemu` for a VM without a display */
export async function takeScreen(
  format: PictureFormat,
  { qmp, folder }: TakeScreenParts,
): Promise<Buffer> {
  const path = folder.at(FILE);
  try {
    await qmp.execute("screendump", { filename: FILE, format }, DEADLINE_MS);
    return await readPicture(path);
  } catch (cause) {
    if (!/no console/i.test(reasonOf(cause))) throw cause;
    const text = "the VM has no display, so there is nothing to show";
    throw new RunnerError("qemu", text, { cause });
  } finally {
    await rm(path, { force: true });
  }
}

/** QEMU may be an account of its own, which we do not follow to other files. */
async function readPicture(path: string): Promise<Buffer> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const { size } = await checkedPicture(file);
    // No more than it was, whatever QEMU makes of it now.
    const picture = Buffer.alloc(size);
    const { bytesRead } = await file.read(picture, 0, size, 0);
    return picture.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function checkedPicture(file: FileHandle): Promise<Stats> {
  const facts = await file.stat();
  if (facts.isFile() && facts.size <= MOST_BYTES) return facts;
  throw new RunnerError("qemu", "what QEMU wrote is no picture");
}
