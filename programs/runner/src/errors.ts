/** The error of the runner: why a virtual machine was not started, or what it was asked for did not happen. */

export type RunnerErrorCode =
  /** The command line is wrong. */
  | "usage"
  /** spec.json cannot be read or says something that cannot be. */
  | "invalid-spec"
  /** A program that is needed is not on this machine. */
  | "not-installed"
  /** A file that the specification names is not there. */
  | "missing-file"
  /** The account that QEMU is to run as does not exist or may not what it must. */
  | "account"
  /** The image that it is to boot is not as it was built. */
  | "image"
  /** Another runner or another QEMU has this VM. */
  | "in-use"
  /** The machine has less memory to give than the VM may take. */
  | "no-memory"
  /** None of the accelerators of the specification works here. */
  | "no-accelerator"
  /** A disk image could not be made. */
  | "volume"
  /** An interface of the host is not there or could not be made. */
  | "network"
  /** A process that serves a device of the VM could not be started. */
  | "server"
  /** QEMU refused, ended, or does not do as it is told. */
  | "qemu"
  /** It was to stop before it had started. */
  | "canceled"
  /** A peer said what its protocol does not allow. */
  | "protocol"
  /** No answer in time. */
  | "timeout";

/** The message is for people and safe to print; `value` is what failed. */
export class RunnerError extends Error {
  readonly code: RunnerErrorCode;
  readonly value: unknown;

  constructor(
    code: RunnerErrorCode,
    message: string,
    options: { readonly value?: unknown; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "RunnerError";
    this.code = code;
    this.value = options.value;
  }
}

/** @throws RunnerError `canceled` when it is to stop */
export function checkGoesOn(stopping: AbortSignal): void {
  if (!stopping.aborted) return;
  throw new RunnerError("canceled", "it was stopped before it had started");
}

/** The `code` of an error of the system, such as ENOENT; empty for any other error. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The message of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
