/** Whether a disk has room for what is about to be written. */

import { statfs } from "node:fs/promises";
import { ImageError } from "../image-error.ts";

/** Kept free, so that a build does not fill the disk to the last byte. */
const reserveBytes = 64 << 20;

const inMib = (bytes: number) => `${Math.ceil(bytes / (1 << 20))} MiB`;

/** Throws ImageError "disk-full" when the disk of `folder` has less than `bytes` to spare. */
export async function requireRoom(
  folder: string,
  bytes: number,
): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  const wanted = bytes + reserveBytes;
  if (free >= wanted) return;
  throw new ImageError(
    "disk-full",
    folder,
    `needs ${inMib(wanted)} free on its disk, which has ${inMib(free)}: make room`,
  );
}
