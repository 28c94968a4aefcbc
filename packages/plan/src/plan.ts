/** Everything that booting a device reads, as files, from what the device is and what was allocated before. */

import type { System } from "@ghaf/system";
import { allocate } from "./allocation/allocate.ts";
import type { Allocation } from "./allocation/allocation.ts";
import { placementsOf } from "./allocation/placement.ts";
import { adminConfigs } from "./artifacts/admin-config.ts";
import { agentConfigs } from "./artifacts/agent-config.ts";
import type { Artifact } from "./artifacts/artifact.ts";
import { dhcpServer } from "./artifacts/dhcp-server.ts";
import { guestFiles } from "./artifacts/guest-files.ts";
import { guestUnits } from "./artifacts/guest-units.ts";
import { hardeningDropIns } from "./artifacts/hardening-drop-ins.ts";
import { hostAccounts } from "./artifacts/host-accounts.ts";
import { hostDirectories } from "./artifacts/host-directories.ts";
import { hostKernel } from "./artifacts/host-kernel.ts";
import { hostNetwork } from "./artifacts/host-network.ts";
import { hostUnits } from "./artifacts/host-units.ts";
import { hostsFiles } from "./artifacts/hosts-file.ts";
import { keptStorage } from "./artifacts/kept-storage.ts";
import { launchSpecs } from "./artifacts/launch-specs.ts";
import { nameService } from "./artifacts/name-service.ts";
import { packetFilters } from "./artifacts/packet-filters.ts";
import { shares } from "./artifacts/shares.ts";
import { sshServers } from "./artifacts/ssh-server.ts";
import { systemdSettings } from "./artifacts/systemd-settings.ts";
import { controlPathProblems } from "./control-path.ts";
import { fileClashes, guestRefusals } from "./guest/guest-refusals.ts";
import { type HostKind, SYSTEMD_HOST } from "./host-kind.ts";
import { refusalsOf } from "./hypervisor/refusals.ts";
import type { PlanProblem } from "./plan-problem.ts";

export interface Plan {
  /** What the lock file remembers from now on. */
  readonly allocation: Allocation;
  /** By machine, then by path; empty when there is a problem. */
  readonly artifacts: readonly Artifact[];
  readonly problems: readonly PlanProblem[];
}

/** Depends on nothing but its arguments. @param before what was allocated so far */
export function plan(
  system: System,
  before: Allocation,
  host: HostKind = SYSTEMD_HOST,
): Plan {
  const { allocation, problems } = allocate(system, before);
  const refusals = system.vms.flatMap((vm) => refusalsOf(vm, system.network));
  const all = [
    ...[...problems, ...refusals, ...guestRefusals(system)],
    ...controlPathProblems(system),
  ];
  if (all.length > 0) return { allocation, artifacts: [], problems: all };
  const artifacts = artifactsOf(system, allocation, host);
  const clashes = fileClashes(artifacts);
  return clashes.length > 0
    ? { allocation, artifacts: [], problems: clashes }
    : { allocation, artifacts, problems: [] };
}

/** Those that a VM brings with it when it starts. */
export function guestArtifactsOf(
  { artifacts }: Plan,
  vm: string,
): readonly Artifact[] {
  return artifacts.filter(({ system }) => system === vm);
}

function artifactsOf(
  system: System,
  allocation: Allocation,
  host: HostKind,
): readonly Artifact[] {
  const placements = placementsOf(system, allocation);
  const artifacts = [
    ...launchSpecs(system, placements, host),
    ...agentConfigs(system, placements),
    ...adminConfigs(system, placements),
    ...hostsFiles(system, placements, host),
    ...packetFilters(system, allocation, placements),
    ...nameService(system, placements, host),
    ...dhcpServer(system, placements),
    ...guestFiles(system),
    ...guestUnits(system),
    ...keptStorage(system),
    ...shares(system),
    ...sshServers(system, host),
    ...systemdSettings(system, host),
    ...hardeningDropIns(system, host),
    ...(host.kind === "systemd" ? ofSystemdHost(system) : []),
  ];
  return artifacts.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** What only a systemd of the host reads. */
function ofSystemdHost(system: System): readonly Artifact[] {
  return [
    ...hostNetwork(system),
    ...hostUnits(system),
    ...hostKernel(system),
    ...hostAccounts(system),
    ...hostDirectories(system),
  ];
}

function placeOf({ system, path }: Artifact): string {
  return `${system} ${path}`;
}
