/** The log of a process: on its standard error, as its environment wants it. */

import {
  createLogger,
  type Logger,
  type LogLevel,
  parseLogLevel,
} from "./log.ts";

export interface ProcessLogOptions {
  readonly stderr: {
    write(line: string): unknown;
    on(event: "error", listener: () => void): unknown;
  };
  /** `GIVC_LOG`: the level; `JOURNAL_STREAM`: the journal reads it; `GHAF_LOG_TIMES`: it is kept in a file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whatever the environment says. */
  readonly level?: LogLevel | undefined;
  /** Where it says nothing. */
  readonly usual?: LogLevel;
}

export function openProcessLog({
  stderr,
  env,
  level,
  usual = "notice",
}: ProcessLogOptions): Logger {
  // Whoever reads the log may leave; that is no reason to end.
  stderr.on("error", () => undefined);
  return createLogger({
    level: level ?? parseLogLevel(env["GIVC_LOG"] ?? "") ?? usual,
    write: (line) => void stderr.write(line),
    journal: env["JOURNAL_STREAM"] !== undefined,
    now: env["GHAF_LOG_TIMES"] ? () => new Date() : undefined,
  });
}
