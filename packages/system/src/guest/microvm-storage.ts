/** Disks of a VM, and directories of the host that it sees. */

import { narrowed, type OptionTree, option, t } from "@ghaf/module-system";
import { offByDefault } from "../options/off-by-default.ts";
import { argument } from "../values/argument.ts";
import { absolutePathText, mountPoint } from "../values/file-path.ts";
import { count } from "../values/number.ts";
import { socketPath } from "../values/socket-path.ts";
import { diskLabel, imagePath, shareTag } from "../values/storage-name.ts";
import { volumeSize } from "../values/vm-resource.ts";

const volumeOptions = {
  image: option(imagePath, {
    origin: "tag",
    description:
      "The file with the disk; a name alone is in the VM's state directory.",
  }),
  size: option(volumeSize, {
    origin: "tag",
    description: "Its size in MiB when it is made.",
  }),
  mountPoint: option(t.nullOr(mountPoint), {
    origin: "tag",
    description: "Where the VM mounts it. Null: nowhere.",
  }),
  fsType: option(t.oneOf("ext4", "btrfs", "xfs", "vfat"), {
    default: "ext4",
    origin: "tag",
    description: "The file system that it is made with.",
  }),
  label: option(t.nullOr(diskLabel), {
    default: null,
    origin: "tag",
    description: "The file system's label, by which the VM finds it.",
  }),
  serial: option(t.nullOr(diskLabel), {
    default: null,
    origin: "tag",
    description: "The disk's serial number, by which the VM finds it.",
  }),
  direct: offByDefault("Goes past the host's page cache.", "tag"),
  readOnly: offByDefault("Lets the VM only read it.", "tag"),
  autoCreate: option(t.boolean, {
    default: true,
    origin: "tag",
    description: "Makes the disk when it is not there.",
  }),
  mkfsExtraArgs: option(t.listOf(argument), {
    default: [],
    origin: "tag",
    description: "Arguments for making the file system, one per item.",
  }),
} as const satisfies OptionTree;

export const volumes = option(t.listOf(t.submodule(volumeOptions)), {
  default: [],
  example: [{ image: "data.img", size: 1024, mountPoint: "/var/lib/data" }],
  origin: "tag",
  description: "Disks, in the order in which the VM counts them.",
});

const shareProtocol = narrowed(
  t.oneOf("virtiofs", "9p"),
  "“virtiofs”: Debian's kernel for VMs has no 9p",
  (value) => value === "virtiofs",
);

const shareOptions = {
  tag: option(shareTag, {
    origin: "tag",
    description: "By this name the VM mounts it.",
  }),
  source: option(absolutePathText, {
    origin: "tag",
    description: "The directory of the host.",
  }),
  mountPoint: option(mountPoint, {
    origin: "tag",
    description: "Where the VM mounts it.",
  }),
  readOnly: offByDefault("Lets the VM only read it.", "ours"),
  proto: option(shareProtocol, {
    default: "virtiofs",
    origin: "tag",
    description: "How the files get there.",
  }),
  socket: option(t.nullOr(socketPath), {
    default: null,
    origin: "tag",
    description:
      "Where the server of the files listens. Null: in the VM's state directory.",
  }),
  securityModel: option(
    t.oneOf("passthrough", "none", "mapped", "mapped-file"),
    {
      default: "none",
      origin: "tag",
      description: "How owners are kept with 9p; means nothing to virtiofs.",
    },
  ),
} as const satisfies OptionTree;

export const shares = option(t.listOf(t.submodule(shareOptions)), {
  default: [],
  origin: "tag",
  description: "Directories of the host that the VM sees.",
});

export const virtiofsdOptions = {
  inodeFileHandles: option(t.nullOr(t.oneOf("never", "prefer", "mandatory")), {
    default: null,
    origin: "tag",
    description: "Whether the server keeps files by handle instead of open.",
  }),
  threadPoolSize: option(t.nullOr(count), {
    default: null,
    origin: "tag",
    description:
      "How many threads serve files. Null: as many as the host has processors.",
  }),
  extraArgs: option(t.listOf(argument), {
    default: [],
    origin: "tag",
    description: "Arguments for the server of the files, one per item.",
  }),
} as const satisfies OptionTree;
