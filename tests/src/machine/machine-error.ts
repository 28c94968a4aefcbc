/** How the machine harness fails: one class, its closed list of codes. */

export type MachineErrorCode =
  /** A command ended with a code other than 0, by a signal, or not at all. */
  | "command"
  /** A machine did not come up, or went away. */
  | "boot"
  /** Something awaited did not happen in time. */
  | "deadline"
  /** The Debian tree cannot be built on this machine. */
  | "root";

/** Carries what was asked for in `subject` (a command line, a machine's name, a condition). */
export class MachineError extends Error {
  override readonly name = "MachineError";
  readonly code: MachineErrorCode;
  readonly subject: string;

  constructor(
    code: MachineErrorCode,
    subject: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${subject}: ${message}`, options);
    this.code = code;
    this.subject = subject;
  }
}
