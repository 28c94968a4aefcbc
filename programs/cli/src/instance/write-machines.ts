/** The state directories of VMs: what each boots, and what only it may see. */

import { createHash } from "node:crypto";
import { mkdir, rename, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fromJsonString, toJsonString } from "@bufbuild/protobuf";
import { LaunchSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import { makeVmLayer } from "@ghaf/image";
import type { Artifact } from "@ghaf/plan";
import { HOST_NAME } from "@ghaf/system";
import { draftOf, replaceFile } from "../files/whole-file.ts";
import { credentialsOf } from "./certificates.ts";
import type { InstanceFolder } from "./folders.ts";

export interface Machine {
  readonly name: string;
  /** Folder of its image in the store. */
  readonly image: string;
}

export interface WriteRequest {
  readonly folder: InstanceFolder;
  readonly artifacts: readonly Artifact[];
  readonly machine: Machine;
  /** That QEMU runs as; null: root. */
  readonly user: string | null;
}

/** A VM that runs is not disturbed: what is written counts from its next start on. */
export async function writeMachine(request: WriteRequest): Promise<void> {
  const { folder, artifacts, machine, user } = request;
  const dir = folder.machine(machine.name);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const planned = specOf(artifacts, machine.name);
  const spec = user === null ? planned : withUser(planned, user);
  const own = artifacts.filter(({ system }) => system === machine.name);
  const credentials = await credentialsOf(folder.pki, machine.name);
  const layer = makeVmLayer({
    credentials,
    files: own.map(({ path, mode, text }) => ({
      ...{ path, content: text, mode: Number.parseInt(mode, 8) },
    })),
  });
  const revision = revisionOf([machine.image, spec, layer]);
  await writePrivate(join(dir, "secrets.cpio"), layer);
  await replaceLink(join(dir, "current"), machine.image);
  await writePrivate(join(dir, "spec.json"), spec);
  await writePrivate(join(dir, "revision"), revision);
}

/** The launch specification that is planned for a VM. */
export function specOf(artifacts: readonly Artifact[], vm: string): string {
  const suffix = `/${vm}/spec.json`;
  const found = artifacts.find(
    ({ system, path }) => system === HOST_NAME && path.endsWith(suffix),
  );
  if (found === undefined) throw new TypeError(`no plan to start ${vm}`);
  return found.text;
}

/** Whether a machine has users for QEMU is its own business, not the plan's. */
function withUser(spec: string, user: string): string {
  const message = fromJsonString(LaunchSpecSchema, spec);
  message.user = user;
  return toJsonString(LaunchSpecSchema, message, { prettySpaces: 2 });
}

/** Changes when a restart would change what is made of these. */
export function revisionOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 32);
}

/** Whole or not at all, and for nobody else to read; with its folder. */
export async function writePrivate(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, content, 0o600);
}

async function replaceLink(path: string, target: string): Promise<void> {
  const draft = await draftOf(path);
  await symlink(target, draft);
  await rename(draft, path);
}
