/** Why a device that is described without mistakes still cannot be planned, one thing at a time. */

export type PlanProblemCode =
  /** Two machines have the same address, or another thing that only one may have. */
  | "clash"
  /** There is nothing left to allocate. */
  | "none-left"
  /** The plan knows no way to give the VM what it asks for. */
  | "unsupported";

export interface PlanProblem {
  readonly code: PlanProblemCode;
  /** The VM that it is about. */
  readonly vm: string;
  /** A sentence that names the machines and values. */
  readonly reason: string;
  /** What to do. */
  readonly fix: string;
}
