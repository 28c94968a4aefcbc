/** Whether a program listens at a Unix socket, without a connection: servers of devices take one, and end with it. */

import type { Stats } from "node:fs";
import { lstat, readFile } from "node:fs/promises";

/** Of this process's network namespace (proc_net(5)): a line per socket. */
const SOCKETS = "/proc/self/net/unix";
/** __SO_ACCEPTCON: it is for connections to come. */
const ACCEPTS = 0x1_0000;

/** @param name as the program that listens was told it, which may work in another folder */
export async function isListening(
  path: string,
  name: string = path,
): Promise<boolean> {
  if (!(await isSocket(path))) return false;
  return accepting(await readFile(SOCKETS, "utf8"), name);
}

/** @param table its text */
export function accepting(table: string, path: string): boolean {
  return table.split("\n").some((line) => {
    const [, , , flags = "0", , , , ...name] = line.split(/ +/);
    const isNamed = name.join(" ") === path;
    return isNamed && (Number.parseInt(flags, 16) & ACCEPTS) !== 0;
  });
}

export async function isSocket(path: string): Promise<boolean> {
  return (await fileAt(path))?.isSocket() === true;
}

/** By whatever kind of file. */
export async function isTaken(path: string): Promise<boolean> {
  return (await fileAt(path)) !== undefined;
}

async function fileAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch {
    return undefined;
  }
}
