/** Thrown by reading an option that has a problem; the problem itself is among the evaluation's. */

export class OptionFailure extends Error {
  /** Dotted path of the option that was read. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} has a problem, which is reported by itself`);
    this.name = "OptionFailure";
    this.path = path;
  }
}
