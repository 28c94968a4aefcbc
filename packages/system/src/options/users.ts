/** Options of accounts: `ghaf.users`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { userName } from "../values/name.ts";
import { userId } from "../values/number.ts";
import { password } from "../values/password.ts";
import { sshPublicKey } from "../values/ssh-key.ts";
import { offByDefault } from "./off-by-default.ts";

export const usersOptions = {
  accounts: {
    enable: offByDefault(
      "Creates the user's account, with its group, on the host and in the VMs. Both build profiles turn it on.",
    ),
    user: option(userName, {
      default: "ghaf",
      description:
        "The login name of the person who uses the device; sessions and applications run as this user.",
    }),
    password: option(t.nullOr(password), {
      default: null,
      secret: true,
      description:
        "The password in clear text, which debug builds alone accept; null: none, and a password login is impossible until one is set.",
    }),
    uid: option(userId, {
      default: 1000,
      description: "The number of that user, the same on host and VMs.",
      origin: "tag",
    }),
    sshKeys: option(t.listOf(sshPublicKey), {
      default: [],
      description:
        "Public keys that may log in as this user over SSH, one line each. Counts where an SSH server runs.",
      origin: "ours",
    }),
  },
} satisfies OptionTree;
