/** What the agent says of its own unit. */

import {
  type AgentUnit,
  endedStatus,
  hasEnded,
  type UnitStatus,
} from "@ghaf/api";

/**
 * The manager's word, unless that contradicts the fact that this process answers:
 * an agent that was started by hand, or as the command of a `microvm@` unit, has
 * no unit of its own, or one that was never started; and one that has not yet told
 * the manager that it is ready answers all the same.
 * @param told undefined while the manager has said nothing
 */
export function ownStatus(
  own: AgentUnit,
  told: UnitStatus | undefined,
): UnitStatus {
  const isStarting = told?.activeState === "activating";
  if (told?.loadState === "loaded" && !hasEnded(told) && !isStarting) {
    return told;
  }
  return {
    ...endedStatus(own, told?.description),
    activeState: "active",
    subState: "running",
  };
}
