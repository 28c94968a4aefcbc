/** The images that the VMs of a device boot: which there are, what they are made of, and building them. */

import { dirname, join } from "node:path";
import {
  buildImage,
  guestSuite,
  type ImageFile,
  type ImageLock,
  machineMirror,
  openStore,
  type Progress,
  parseImageLock,
  type Result,
  resolvePackages,
  rolePackages,
  type Store,
  unresolvedSets,
  type WantedSets,
} from "@ghaf/image";
import type { System, Vm } from "@ghaf/system";
import { repositoryFolder } from "../declaration/repository.ts";
import { makeOwnFolder } from "./own-folder.ts";
import { bundleOf, programFile } from "./own-programs.ts";

/** One image, for all VMs of a role that have the same packages. */
export interface WantedImage {
  /** Of its set of packages: the role, or the first of the VMs that have more than their role. */
  readonly name: string;
  readonly role: Vm["role"];
  readonly packages: readonly string[];
  readonly vms: readonly string[];
}

export function wantedImages({ vms }: System): readonly WantedImage[] {
  const images = new Map<string, WantedImage>();
  for (const vm of vms) {
    const own = rolePackages(vm.role);
    const packages = [...new Set([...own, ...vm.packages])].sort();
    const key = JSON.stringify([vm.role, packages]);
    const name = packages.length === own.length ? vm.role : vm.name;
    const first = { name, role: vm.role, packages, vms: [] };
    const image = images.get(key) ?? first;
    images.set(key, { ...image, vms: [...image.vms, vm.name] });
  }
  return [...images.values()];
}

/** A built image and the VMs that boot it. */
export interface BuiltImage extends WantedImage {
  readonly result: Result;
}

export interface BuildRequest {
  readonly images: readonly WantedImage[];
  /** Folder of the store. */
  readonly store: string;
  /** The part `packages` of the lock file. */
  readonly untrustedLock: Readonly<Record<string, unknown>>;
  /** What is not in the lock is an error, instead of being resolved. */
  readonly onlyLocked: boolean;
  /** Prefix of the names under which the store keeps the images: that of the instance. */
  readonly keepAs: string;
  readonly tell: (event: BuildEvent) => void;
}

export type BuildEvent =
  | { readonly kind: "resolving" }
  | { readonly kind: "step"; readonly image: string; readonly step: Progress };

export interface Built {
  readonly images: readonly BuiltImage[];
  readonly lock: ImageLock;
}

/** A lock that does not have what is wanted. */
export class NotLocked extends Error {
  readonly sets: readonly string[];

  constructor(sets: readonly string[]) {
    super(`the lock has no packages for ${sets.join(", ")}`);
    this.name = "NotLocked";
    this.sets = sets;
  }
}

/** Needs root where something is to be made. @throws ImageError, NotLocked, CliError `configuration` when the store is not ours alone */
export async function buildImages(request: BuildRequest): Promise<Built> {
  for (const path of [dirname(request.store), request.store]) {
    await makeOwnFolder(path);
  }
  const store = await openStore(request.store);
  try {
    const lock = await lockFor(request, store);
    const images: BuiltImage[] = [];
    for (const image of request.images) {
      images.push(await buildOne(image, { request, store, lock }));
    }
    return { images, lock };
  } finally {
    await store.close();
  }
}

const mirror = () => machineMirror(guestSuite);

async function lockFor(
  { images, untrustedLock, onlyLocked, tell }: BuildRequest,
  store: Store,
): Promise<ImageLock> {
  const sets: WantedSets = Object.fromEntries(
    images.map(({ name, packages }) => [name, packages]),
  );
  const isEmpty = Object.keys(untrustedLock).length === 0;
  const before = isEmpty ? undefined : parseImageLock(untrustedLock);
  const missing =
    before === undefined ? ["base"] : unresolvedSets(before, sets);
  if (before !== undefined && missing.length === 0) return before;
  if (onlyLocked) throw new NotLocked(missing);
  tell({ kind: "resolving" });
  return await resolvePackages({ store, mirror: await mirror(), sets });
}

interface Circumstances {
  readonly request: BuildRequest;
  readonly store: Store;
  readonly lock: ImageLock;
}

async function buildOne(
  image: WantedImage,
  { request, store, lock }: Circumstances,
): Promise<BuiltImage> {
  const { name, role } = image;
  const result = await buildImage({
    ...{ store, lock, mirror, role, set: name },
    files: filesOf(role),
    workspace: join(repositoryFolder(), "packages", "image"),
    onProgress: (step) => request.tell({ kind: "step", image: name, step }),
  });
  await store.root(`${request.keepAs}.${name}`, result);
  return { ...image, result };
}

const FOLDER = "/usr/lib/ghaf";

/** Our programs and their units: in admin-vm the server, elsewhere the agent. */
function filesOf(role: Vm["role"]): readonly ImageFile[] {
  const agent = [
    file(bundleOf("givc-agent"), "givc-agent.cjs"),
    ...["givc-agent.system.service", "givc-agent.user.service"].map((unit) =>
      file(programFile("givc-agent", `systemd/${unit}`), unit),
    ),
  ];
  if (role !== "admin") return agent;
  const unit = "givc-admin.service";
  return [
    ...agent,
    file(bundleOf("givc-admin"), "givc-admin.cjs"),
    file(programFile("givc-admin", `systemd/${unit}`), unit),
  ];
}

function file(from: string, name: string): ImageFile {
  return { from, to: `${FOLDER}/${name}` };
}
