/** The table of checks: everything that `ghaf doctor` looks at, and what of it `ghaf up` looks at first. */

import type { System } from "@ghaf/system";
import type { Environment } from "../connection/environment.ts";
import { placesOf } from "../instance/folders.ts";
import { lookAtAccelerator } from "./accelerator.ts";
import { deviceServersOf, lookAtServers } from "./device-servers.ts";
import type { Finding } from "./finding.ts";
import { lookAtPrograms } from "./installed-programs.ts";
import { lookAtInstances } from "./instances.ts";
import type { Surroundings } from "./machine.ts";
import {
  lookAtPacketFilter,
  lookAtTun,
  lookAtVsock,
} from "./network-devices.ts";
import { nodeMachine } from "./node-machine.ts";
import { lookAtPackageSources } from "./package-sources.ts";
import {
  lookAtNamespaces,
  lookAtNode,
  lookAtProcessor,
  lookAtUser,
} from "./process-rights.ts";
import { lookAtDisk, lookAtMemory } from "./room.ts";

interface Check {
  /** Must not reject: what cannot be found out is a finding too. */
  readonly look: (surroundings: Surroundings) => Promise<readonly Finding[]>;
  /** Quick, and decides whether machines can run at all. */
  readonly beforeUp: boolean;
}

/** In the order in which a person would put things right. */
const CHECKS: readonly Check[] = [
  { look: lookAtUser, beforeUp: true },
  { look: lookAtProcessor, beforeUp: true },
  { look: lookAtNode, beforeUp: true },
  { look: lookAtPrograms, beforeUp: true },
  { look: lookAtServers, beforeUp: false },
  { look: lookAtPackageSources, beforeUp: false },
  { look: lookAtNamespaces, beforeUp: true },
  { look: lookAtTun, beforeUp: true },
  { look: lookAtPacketFilter, beforeUp: true },
  { look: lookAtVsock, beforeUp: false },
  { look: lookAtAccelerator, beforeUp: false },
  { look: lookAtDisk, beforeUp: true },
  { look: lookAtMemory, beforeUp: false },
  { look: lookAtInstances, beforeUp: false },
];

/** Everything; starts two small guests, so it takes a moment. */
export async function examine(
  surroundings: Surroundings,
): Promise<readonly Finding[]> {
  return findings(CHECKS, surroundings);
}

/** What decides whether machines can be started here, found out without starting one. */
export async function checksForUp(
  env: Environment,
): Promise<readonly Finding[]> {
  const { instances, images } = placesOf(env);
  return examineBeforeUp({
    ...{ machine: nodeMachine(env), instances, images },
    runner: undefined,
    wanted: undefined,
  });
}

/** The same, of a machine that is given. */
export async function examineBeforeUp(
  surroundings: Surroundings,
): Promise<readonly Finding[]> {
  const quick = CHECKS.filter(({ beforeUp }) => beforeUp);
  return findings(quick, surroundings);
}

/** What the machines of this device need beside. */
export async function checksForDevice(
  env: Environment,
  system: System,
): Promise<readonly Finding[]> {
  const wanted = { vms: [], servers: deviceServersOf(system) };
  return lookAtServers({ machine: nodeMachine(env), wanted });
}

async function findings(
  checks: readonly Check[],
  surroundings: Surroundings,
): Promise<readonly Finding[]> {
  const all = await Promise.all(checks.map(({ look }) => look(surroundings)));
  return all.flat();
}
