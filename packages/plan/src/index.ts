/** What others need of a plan. */

export { type Allocated, allocate } from "./allocation/allocate.ts";
export {
  type Allocation,
  NOTHING_ALLOCATED,
  type VmAllocation,
} from "./allocation/allocation.ts";
export {
  EMPTY_LOCK,
  type Lock,
  parseLock,
  printLock,
} from "./allocation/lock-file.ts";
export { type Placement, placementsOf } from "./allocation/placement.ts";
export type { Artifact } from "./artifacts/artifact.ts";
export { consumerOf, type Effect, effectOf } from "./consumers.ts";
export {
  type Connection,
  type Reachability,
  reachability,
} from "./firewall/reachability.ts";
export { type HostKind, SYSTEMD_HOST } from "./host-kind.ts";
export { QEMU_USERS } from "./hypervisor/qemu-users.ts";
export {
  type InstanceDirectory,
  instanceDirectories,
} from "./instance/instance-directories.ts";
export {
  INSTANCE_PATHS,
  type InstanceFile,
  type InstanceSurroundings,
  instanceFiles,
} from "./instance/instance-files.ts";
export { guestArtifactsOf, type Plan, plan } from "./plan.ts";
export { PlanError, type PlanErrorCode } from "./plan-error.ts";
export type { PlanProblem, PlanProblemCode } from "./plan-problem.ts";
