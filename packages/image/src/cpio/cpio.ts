/** Archives that the kernel unpacks as its first root: the "newc" form of cpio (kernel: initramfs buffer format). */

import { ImageError } from "../image-error.ts";

/** A path relative to the root, without "." and "..", such as "etc/hostname". */
export type CpioEntry =
  | { readonly kind: "folder"; readonly path: string; readonly mode: number }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly mode: number;
      readonly content: Uint8Array;
    }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | {
      readonly kind: "character-device";
      readonly path: string;
      readonly mode: number;
      readonly major: number;
      readonly minor: number;
    };

const typeBits = {
  folder: 0o040000,
  file: 0o100000,
  link: 0o120000,
  "character-device": 0o020000,
} as const;

/** Longer ones are not unpacked by the kernel (PATH_MAX with its zero byte). */
const longestPath = 4095;

/** Sizes are written with eight hexadecimal digits. */
const largestFile = 0xffff_ffff;

/**
 * One archive with the entries in their order, everything owned by root and dated 0, so that equal
 * entries give equal bytes. Its length is a multiple of 4: another archive may follow. Throws
 * ImageError "invalid-path" for a path that would leave the root or that comes twice.
 */
export function cpioArchive(entries: readonly CpioEntry[]): Uint8Array {
  const seen = new Set<string>();
  const records = entries.flatMap((entry, index) => {
    checkPath(entry.path, seen);
    return record(entry, index + 1);
  });
  return Buffer.concat([...records, ...trailer()]);
}

function checkPath(path: string, seen: Set<string>): void {
  const reason = reasonAgainst(path, seen);
  if (reason !== undefined) throw new ImageError("invalid-path", path, reason);
  seen.add(path);
}

function reasonAgainst(path: string, seen: ReadonlySet<string>) {
  if (seen.has(path)) return "is in the archive already";
  if (path.includes("\0")) return "has a zero byte";
  if (Buffer.byteLength(path) > longestPath) return "is too long";
  const parts = path.split("/");
  return parts.some((part) => part === "" || part === "." || part === "..")
    ? "is not a plain path below the root"
    : undefined;
}

function record(entry: CpioEntry, inode: number): Uint8Array[] {
  const content = contentOf(entry);
  if (content.length > largestFile) {
    throw new ImageError("invalid-path", entry.path, "is larger than 4 GiB");
  }
  const mode = typeBits[entry.kind] | ("mode" in entry ? entry.mode : 0o777);
  const device =
    entry.kind === "character-device" ? [entry.major, entry.minor] : [0, 0];
  const links = entry.kind === "folder" ? 2 : 1;
  const fields = [inode, mode, 0, 0, links, 0, content.length, 0, 0, ...device];
  return [...header(fields, entry.path), ...padded(content)];
}

function contentOf(entry: CpioEntry): Uint8Array {
  switch (entry.kind) {
    case "file":
      return entry.content;
    case "link":
      return Buffer.from(entry.target);
    case "folder":
    case "character-device":
      return new Uint8Array();
  }
}

function trailer(): Uint8Array[] {
  return header([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], "TRAILER!!!");
}

/** `fields`: from the inode to the minor number of the device; then the name's length and no checksum. */
function header(fields: readonly number[], path: string): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const digits = [...fields, name.length, 0].map((value) =>
    value.toString(16).padStart(8, "0"),
  );
  return padded(Buffer.concat([Buffer.from(`070701${digits.join("")}`), name]));
}

function padded(part: Uint8Array): Uint8Array[] {
  return [part, new Uint8Array((4 - (part.length % 4)) % 4)];
}
