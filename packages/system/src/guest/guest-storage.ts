/** What a VM keeps when it stops (spec 2.16). Everything else of it is made anew at each start. */

import { narrowed, type OptionTree, option, t } from "@ghaf/module-system";
import { offByDefault } from "../options/off-by-default.ts";
import { areUserNames } from "../values/attribute-names.ts";
import { fileMode } from "../values/file-mode.ts";
import { absolutePathText, relativePath } from "../values/file-path.ts";
import { userName } from "../values/name.ts";
import { nameOrNone } from "../values/name-or-none.ts";

const mode = option(fileMode, {
  default: "0755",
  origin: "tag",
  description: "Who may read and write it, in octal.",
});

const directoryOptions = {
  path: option(absolutePathText, {
    origin: "tag",
    description: "The directory in the VM.",
  }),
  owner: option(userName, {
    default: "root",
    origin: "tag",
    description: "The user who owns it.",
  }),
  group: option(userName, {
    default: "root",
    origin: "tag",
    description: "The group that owns it.",
  }),
  mode,
} as const satisfies OptionTree;

const homeDirectoryOptions = {
  path: option(relativePath, {
    example: "Documents",
    origin: "tag",
    description: "The directory below the user's home.",
  }),
  mode,
} as const satisfies OptionTree;

const userOptions = {
  directories: option(t.listOf(t.submodule(homeDirectoryOptions)), {
    default: [],
    origin: "tag",
    description: "Directories of the user's home that are kept.",
  }),
  files: option(t.listOf(relativePath), {
    default: [],
    origin: "tag",
    description: "Files of the user's home that are kept.",
  }),
} as const satisfies OptionTree;

const users = narrowed(
  t.attributesOf(t.submodule(userOptions)),
  "users named like “ghaf”, of lower-case letters, digits, “_” and “-”",
  areUserNames,
);

export const guestStorageOptions = {
  enable: offByDefault(
    "Gives the VM storage that outlives it, for what is listed here.",
    "tag",
  ),
  name: option(nameOrNone, {
    default: "",
    origin: "tag",
    description:
      "What the storage is called on the host. Empty: by the VM's name.",
  }),
  directories: option(t.listOf(t.submodule(directoryOptions)), {
    default: [],
    example: [{ path: "/var/lib/bluetooth", owner: "bluetooth", mode: "0700" }],
    origin: "tag",
    description: "Directories that are kept.",
  }),
  users: option(users, {
    default: {},
    example: { ghaf: { directories: [{ path: "Documents" }] } },
    origin: "tag",
    description: "What is kept of the homes of users, by their names.",
  }),
  files: option(t.listOf(absolutePathText), {
    default: [],
    example: ["/etc/timezone.conf"],
    origin: "tag",
    description: "Files that are kept.",
  }),
} as const satisfies OptionTree;
