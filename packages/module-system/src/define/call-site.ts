/** Who called a function, from V8's stack. */

/** A place in running code. Line and column start at 1. */
export interface CallSite {
  /** A path or a file: URL, as the engine says it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `at name (file:///a/b.js:12:34)` or `at file:///a/b.js:12:34`. */
const FRAME = /^\s*at (?:.*\()?(.+?):(\d+):(\d+)\)?$/;

/** Where `called` was called; nothing when the engine does not say. */
export function callSite(
  called: (...given: never[]) => unknown,
): CallSite | undefined {
  const holder: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, called);
  Error.stackTraceLimit = stackTraceLimit;
  const [, file, line, column] =
    FRAME.exec(holder.stack?.split("\n").at(-1) ?? "") ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(line), column: Number(column) };
}
