/** What this package throws: a lock file that cannot be read. What a configuration gets wrong is a `PlanProblem` instead. */

export type PlanErrorCode =
  /** Not JSON. */
  | "lock-syntax"
  /** Written by another version of the platform. */
  | "lock-version"
  /** JSON, but not what a lock file has. */
  | "lock-shape";

export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly code: PlanErrorCode;
  /** Where in the file: `allocation.vms.app-vm.address`; empty: all of it. */
  readonly path: string;

  constructor(
    code: PlanErrorCode,
    message: string,
    place: { readonly path?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: place.cause });
    this.code = code;
    this.path = place.path ?? "";
  }
}
