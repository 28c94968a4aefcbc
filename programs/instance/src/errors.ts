/** The error of ghaf-instance: why a device does not run, or runs no longer. */

export type InstanceErrorCode =
  /** The command line says something that cannot be. */
  | "usage"
  /** The folder is not one of an instance. */
  | "missing-file"
  /** instance.json cannot be used. */
  | "invalid-spec"
  /** Another process has this folder. */
  | "in-use"
  /** The network inside cannot be made. */
  | "network"
  /** The port on this machine cannot be had, or the relay has ended. */
  | "relay"
  /** The way out cannot be made. */
  | "uplink";

export class InstanceError extends Error {
  readonly code: InstanceErrorCode;
  readonly value: unknown;

  constructor(
    code: InstanceErrorCode,
    message: string,
    details: { readonly value?: unknown; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = "InstanceError";
    this.code = code;
    this.value = details.value;
  }
}

/** What an error says, as a clause. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `ENOENT` and the like; empty for other errors. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
