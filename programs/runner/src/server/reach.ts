/**
 * Who on the host can run what a VM writes. virtiofsd has the rights of root over files, so the
 * guest's root can lay down a program of root that anybody may run with root's rights (set-user-ID),
 * and the mount in which that bit means nothing is virtiofsd's alone. So either nobody but root
 * gets to the directory, or it is on a mount of the host where the bit means nothing.
 */

import { constants, type Stats } from "node:fs";
import { lstat, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { RunnerError } from "../errors.ts";
import type { Share } from "../spec/launch-spec.ts";

/** To enter it as one of its group (or of its ACL, whose mask those bits are), or as anybody. */
const OTHERS_ENTER = 0o011;

/**
 * The directory itself does not count: its mode is the guest's to change.
 * @param path absolute, without links
 * @param highest the last of the directories above it that are looked at
 * @throws RunnerError `server` for a directory that others may reach
 */
export async function checkReach(
  path: string,
  { tag, readOnly }: Share,
  highest = "/",
): Promise<void> {
  if (readOnly) return;
  if (await isClosed(path, highest)) return;
  if (await isWithoutSetUid(path)) return;
  const text = [
    `folder ${path} of the share ${tag} can be reached by others than root`,
    "a program that the VM writes there could give them root's rights",
    "put it below a folder of root with mode 0700, or mark the share read-only",
  ];
  throw new RunnerError("server", text.join(": "), { value: path });
}

/** Some directory above it lets nobody but root in. */
async function isClosed(path: string, highest: string): Promise<boolean> {
  for (let above = dirname(path); ; above = dirname(above)) {
    if (isForRoot(await lstat(above))) return true;
    if (above === highest || above === dirname(above)) return false;
  }
}

/** Its owner could open it to others, so that must be root too. */
export function isForRoot({ uid, mode }: Pick<Stats, "uid" | "mode">): boolean {
  return uid === 0 && (mode & OTHERS_ENTER) === 0;
}

/** @throws what open(2) says */
async function isWithoutSetUid(path: string): Promise<boolean> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    const facts = await readFile(`/proc/self/fdinfo/${handle.fd}`, "utf8");
    const mounts = await readFile("/proc/self/mountinfo", "utf8");
    const [, mount = ""] = /^mnt_id:\s*(\d+)$/m.exec(facts) ?? [];
    return hasNosuid(mounts, mount);
  } finally {
    await handle.close();
  }
}

/** @param mounts a line per mount: number, parent, device, root, place, options … (proc_pid_mountinfo(5)) */
export function hasNosuid(mounts: string, mount: string): boolean {
  return mounts.split("\n").some((line) => {
    const [number, , , , , options = ""] = line.split(" ");
    return number === mount && options.split(",").includes("nosuid");
  });
}
