// Keys for logging in: a private one, a path, one with options that are no key.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    users: {
      accounts: {
        enable: true,
        sshKeys: [
          "-----BEGIN OPENSSH PRIVATE KEY-----",
          "~/.ssh/id_ed25519.pub",
          "ssh-ed25519 not-a-key jane",
        ],
      },
    },
  },
});
