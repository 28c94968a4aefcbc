/** What every VM has, whatever its role (spec 2.3, 2.4). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { HOST_NAME } from "../reservations.ts";

const SSH_PORT = 22;
/** A host key that is made anew at each start would be a warning at each login. */
const SSH_HOST_KEYS: readonly string[] = [
  "/etc/ssh/ssh_host_ed25519_key",
  "/etc/ssh/ssh_host_ed25519_key.pub",
];

export function everyVm({ ghaf }: PlatformConfig): GuestDefinition {
  if (!ghaf.development.ssh.daemon.enable) return {};
  return {
    firewall: {
      allow: [HOST_NAME, "gui-vm"].map((from) => ({ port: SSH_PORT, from })),
    },
    ghaf: { storagevm: { files: SSH_HOST_KEYS } },
    packages: ["openssh-server"],
  };
}
