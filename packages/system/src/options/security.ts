/** Options of who may enter over SSH: `ghaf.security`. */

import { type OptionTree, option, t, worded } from "@ghaf/module-system";
import {
  absolutePathText,
  fileName,
  relativePath,
} from "../values/file-path.ts";
import { tag, userName } from "../values/name.ts";

const authorizedKeysOptions = {
  authorizedKeysCommand: option(absolutePathText, {
    default: "/etc/ssh/get-auth-keys",
    description:
      "The program that prints the keys which may log in. It must be a regular file that only root may write.",
    origin: "ours",
  }),
  authorizedKeysCommandUser: option(userName, {
    default: "nobody",
    description: "The user that the program runs as.",
    origin: "ours",
  }),
} satisfies OptionTree;

export const securityOptions = {
  sshKeys: {
    getAuthKeysFileName: option(fileName, {
      default: "get-auth-keys",
      description:
        "The name of the program that prints the public key of gui-vm to the SSH servers of the VMs.",
    }),
    getAuthKeysFilePathInEtc: option(relativePath, {
      default: "ssh/get-auth-keys",
      description:
        "Where that program lies below `/etc`; it belongs to root and has the mode 0555.",
    }),
    sshAuthorizedKeysCommand: option(
      worded("attribute set", t.submodule(authorizedKeysOptions)),
      {
        default: {
          authorizedKeysCommand: "/etc/ssh/get-auth-keys",
          authorizedKeysCommandUser: "nobody",
        },
        description:
          "How the SSH servers of host and VMs ask for further keys: the program, and the user that it runs as.",
      },
    ),
    sshKeyPath: option(absolutePathText, {
      default: "/run/waypipe-ssh/id_ed25519",
      description:
        "The private key in gui-vm, made at every start; only the session's user may read it.",
    }),
    waypipeSshPublicKeyDir: option(absolutePathText, {
      default: "/run/waypipe-ssh-public-key",
      description:
        "The directory through which gui-vm hands its public key to host and VMs; only gui-vm may write there.",
    }),
    waypipeSshPublicKeyFile: option(absolutePathText, {
      default: "/run/waypipe-ssh-public-key/id_ed25519.pub",
      description: "The public key of gui-vm, a file in that directory.",
    }),
    waypipeSshPublicKeyName: option(tag, {
      default: "waypipe-ssh-public-key",
      description: "The tag of the share that carries that directory.",
    }),
  },
} satisfies OptionTree;
