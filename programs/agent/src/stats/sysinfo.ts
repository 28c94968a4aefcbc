/** What kind of system this machine runs: release, secure boot, encryption (control-plane specification 3.8). */

/** The port to the tools that know. */
export interface SystemTools {
  /** The output of `ghaf-version`, `bootctl status` or `lsblk`; undefined when it failed. */
  output(tool: SystemTool): Promise<string | undefined>;
}

export type SystemTool = "ghaf-version" | "bootctl" | "lsblk";

/** Undefined where this machine cannot tell. */
export interface SystemInfo {
  readonly ghafVersion: string | undefined;
  readonly secureBoot: boolean | undefined;
  readonly diskEncrypted: boolean | undefined;
}

/** Asks the tools at the same time. */
export async function readSystemInfo(tools: SystemTools): Promise<SystemInfo> {
  const [version, boot, disks] = await Promise.all([
    tools.output("ghaf-version"),
    tools.output("bootctl"),
    tools.output("lsblk"),
  ]);
  return {
    ghafVersion: version?.trim() || undefined,
    secureBoot: boot === undefined ? undefined : parseSecureBoot(boot),
    diskEncrypted: disks === undefined ? undefined : parseEncrypted(disks),
  };
}

/** The line `Secure Boot: enabled (user)` of `bootctl status`. */
function parseSecureBoot(untrusted: string): boolean | undefined {
  const value = /^ *Secure Boot: *(.*)$/m.exec(untrusted)?.[1] ?? "";
  if (value.includes("enable")) return true;
  return value.includes("disable") ? false : undefined;
}

/** A line `crypt` among the device types of `lsblk -rno TYPE`. */
function parseEncrypted(untrusted: string): boolean {
  return /^crypt$/m.test(untrusted);
}
