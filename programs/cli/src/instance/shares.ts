/** Directories of this machine that VMs share, looked at before images are built for them: the runner says which it would not serve. */

import { mkdir } from "node:fs/promises";
import { fromJsonString } from "@bufbuild/protobuf";
import { LaunchSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import type { Artifact } from "@ghaf/plan";
import type { Machine } from "../doctor/machine.ts";
import { CliError } from "../ghaf/cli-error.ts";
import type { InstanceFolder } from "./folders.ts";
import { ownProgram } from "./own-programs.ts";
import { specOf } from "./write-machines.ts";

const DEADLINE_MS = 60_000;

export interface SharesRequest {
  readonly folder: InstanceFolder;
  readonly artifacts: readonly Artifact[];
  readonly vms: readonly string[];
  readonly machine: Machine;
}

/** @throws CliError `failed` that names every directory, and what to do about it */
export async function refuseShares(request: SharesRequest): Promise<void> {
  const problems = await Promise.all(
    request.vms.map((vm) => problemsOf(vm, request)),
  );
  const causes = problems.flat();
  if (causes.length === 0) return;
  const text = "this machine does not share these folders with its VMs";
  throw new CliError("failed", text, { causes });
}

async function problemsOf(
  vm: string,
  { folder, artifacts, machine }: SharesRequest,
): Promise<readonly string[]> {
  const spec = specOf(artifacts, vm);
  if (fromJsonString(LaunchSpecSchema, spec).shares.length === 0) return [];
  const stateDir = folder.machine(vm);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const { code, output, complaint } = await machine.run({
    argv: [...ownProgram("ghaf-runner"), "check", stateDir],
    deadlineMs: DEADLINE_MS,
    input: spec,
  });
  if (code === 0) return [];
  const lines = output.split("\n").slice(0, -1);
  const found = lines.length > 0 ? lines : [`not looked at: ${complaint}`];
  return found.map((line) => `${vm}: ${line}`);
}
