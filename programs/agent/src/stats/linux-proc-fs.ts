/** The ProcFs of the running kernel. */

import { readdir, readFile } from "node:fs/promises";
import { endianness } from "node:os";
import { join } from "node:path";
import { AgentError } from "../errors.ts";
import type { ProcFs } from "./proc-fs.ts";

/** Entry of the auxiliary vector with the page size, getauxval(3). */
const AT_PAGESZ = 6n;
/** Every platform of Node's has words of eight bytes here, except 32-bit arm. */
const WORD = process.arch === "arm" ? 4 : 8;

/** @param root where it is mounted */
export function createLinuxProcFs(root = "/proc"): ProcFs {
  return {
    read: (path) => readFile(join(root, path), "utf8"),
    async processIds() {
      const names = await readdir(root);
      return names.filter((name) => /^\d+$/.test(name)).map(Number);
    },
    async pageSize() {
      const vector = await readFile(join(root, "self", "auxv"));
      return parsePageSize(words(vector));
    },
  };
}

function parsePageSize(vector: readonly bigint[]): number {
  for (let at = 0; at + 1 < vector.length; at += 2) {
    if (vector[at] === AT_PAGESZ) return Number(vector[at + 1]);
  }
  throw new AgentError("failed", "the kernel does not tell its page size");
}

function words(bytes: Buffer): readonly bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = endianness() === "LE";
  const count = Math.floor(bytes.length / WORD);
  return Array.from({ length: count }, (_, index) =>
    WORD === 4
      ? BigInt(view.getUint32(index * WORD, little))
      : view.getBigUint64(index * WORD, little),
  );
}
