/** Running a small program to its end: arguments as a list, always with a deadline. */

import { execFile } from "node:child_process";
import { firstLine } from "@ghaf/daemon";
import { InstanceError, type InstanceErrorCode } from "../errors.ts";

export type MustRun = (
  argv: readonly [string, ...string[]],
  code: InstanceErrorCode,
) => Promise<void>;

const DEADLINE_MS = 10_000;

/** @throws InstanceError with that code, and the program's own reason, unless it ends with 0 */
export const mustRun: MustRun = (argv, code) => {
  const [program, ...words] = argv;
  const options = { timeout: DEADLINE_MS, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, options, (error, _, stderr) => {
      if (error === null) return resolve();
      const why = firstLine(stderr) || error.message;
      const text = `${argv.join(" ")}: ${why}`;
      reject(new InstanceError(code, text, { value: argv, cause: error }));
    });
    child.stdin?.end();
  });
};
