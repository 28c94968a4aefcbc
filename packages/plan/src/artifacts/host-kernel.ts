/** What the host's kernel is told, and which modules it loads, in the files by which Debian hands them to it. */

import { HOST_NAME, type System } from "@ghaf/system";
import { type Artifact, publicFile } from "./artifact.ts";

export function hostKernel(system: System): readonly Artifact[] {
  const { initrdModules, modules } = system.device.kernel;
  return [
    ...file("/etc/kernel/cmdline", [words(system).join(" ")]),
    ...file("/etc/initramfs-tools/modules", initrdModules),
    ...file("/etc/modules-load.d/50-ghaf.conf", modules),
  ];
}

/** Which partition the root is on, its type says. */
function words({ device, host }: System): readonly string[] {
  const confined = host.systemd?.parts.includes("Apparmor") === true;
  return [
    ...device.kernel.params,
    ...(confined ? ["apparmor=1", "security=apparmor"] : []),
    ...(host.splash
      ? ["splash", "quiet", "loglevel=0", "udev.log_priority=3"]
      : []),
  ];
}

function file(path: string, lines: readonly string[]): readonly Artifact[] {
  const text = lines.filter((line) => line !== "").map((line) => `${line}\n`);
  return text.length === 0 ? [] : [publicFile(HOST_NAME, path, text.join(""))];
}
