/** The revision of a state directory: a word of whoever wrote it, which changes when a restart would change the VM. */

import { readFile } from "node:fs/promises";

const FILE = "revision";
const WORD = /^[0-9a-f]{1,64}$/;

/** Null where there is none. */
export async function revision(): Promise<string | null> {
  const text = await readFile(FILE, "utf8").catch(() => "");
  const word = text.trim();
  return WORD.test(word) ? word : null;
}
