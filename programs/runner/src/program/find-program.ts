/** Finding the programs that the runner starts, and saying which Debian package has one that is missing. */

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { RunnerError } from "../errors.ts";

/** Debian 13's packages of what we start ourselves. */
const PACKAGES: Readonly<Record<string, string>> = {
  getent: "libc-bin",
  ip: "iproute2",
  "mkfs.ext4": "e2fsprogs",
  "qemu-system-aarch64": "qemu-system-arm",
  "qemu-system-x86_64": "qemu-system-x86",
  setpriv: "util-linux",
  swtpm: "swtpm",
  unshare: "util-linux",
  virtiofsd: "virtiofsd",
};

/** Of programs that are in no search path. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  // Debian 12 has an older one there, of QEMU.
  virtiofsd: ["/usr/lib/qemu/virtiofsd"],
};

/** Administrator's folders, which the search path of a user may lack. */
const ALWAYS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Finds a program in the folders of a search path, or gives its path back. */
export type FindProgram = (program: string) => Promise<string>;

/**
 * @param path $PATH
 * @returns a function that gives the absolute path, or throws RunnerError `not-installed`
 */
export function programFinder(path: string): FindProgram {
  const folders = [...path.split(delimiter).filter(Boolean), ...ALWAYS];
  return async (program) => {
    const places = program.includes("/")
      ? [program]
      : [
          ...folders.map((folder) => join(folder, program)),
          ...(PLACES[program] ?? []),
        ];
    for (const place of places) {
      if (await isExecutable(place)) return place;
    }
    throw missing(program);
  };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function missing(program: string): RunnerError {
  const from = PACKAGES[program];
  const fix = from === undefined ? "" : `: apt-get install ${from}`;
  const text = `${program} is not installed${fix}`;
  return new RunnerError("not-installed", text, { value: program });
}
