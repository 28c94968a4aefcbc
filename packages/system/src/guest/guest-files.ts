/** Files that a guest module puts into its VM. */

import { narrowed, type OptionTree, option, t } from "@ghaf/module-system";
import { areFilePaths } from "../values/attribute-names.ts";
import { fileMode } from "../values/file-mode.ts";
import { lines } from "../values/line.ts";
import { userName } from "../values/name.ts";

export const guestFileOptions = {
  text: option(lines, {
    origin: "ours",
    description: "What the file says.",
  }),
  mode: option(fileMode, {
    default: "0644",
    origin: "ours",
    description: "Who may read and write it, in octal.",
  }),
  owner: option(userName, {
    default: "root",
    origin: "ours",
    description: "The user who owns it.",
  }),
  group: option(userName, {
    default: "root",
    origin: "ours",
    description: "The group that owns it.",
  }),
} as const satisfies OptionTree;

export const guestFiles = narrowed(
  t.attributesOf(t.submodule(guestFileOptions)),
  "files named by their absolute path like “/etc/motd”, outside of /dev, /proc, /run and /sys",
  areFilePaths,
);
