/** What every VM has, whatever its role (spec 2.3, 2.4). */

import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { HOST_NAME } from "../reservations.ts";
import { openForRole } from "./openings.ts";

const SSH_PORT = 22;
/** A host key that is made anew at each start would be a warning at each login. */
const SSH_HOST_KEYS: readonly string[] = [
  "/etc/ssh/ssh_host_ed25519_key",
  "/etc/ssh/ssh_host_ed25519_key.pub",
];

export function everyVm(config: PlatformConfig): GuestDefinition {
  if (!config.ghaf.development.ssh.daemon.enable) return {};
  return {
    firewall: {
      allow: [
        { port: SSH_PORT, from: HOST_NAME },
        ...openForRole(config, SSH_PORT, "gui"),
      ],
    },
    ghaf: { storagevm: { files: SSH_HOST_KEYS } },
    packages: ["openssh-server"],
  };
}
