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
export { guestPlaces } from "./guest/guest-places.ts";
export type { GuestPlace } from "./guest/kernel-command-line.ts";
export { launchSpec } from "./hypervisor/launch-spec.ts";
export { refusalsOf } from "./hypervisor/refusals.ts";
export { PlanError, type PlanErrorCode } from "./plan-error.ts";
export type { PlanProblem, PlanProblemCode } from "./plan-problem.ts";
