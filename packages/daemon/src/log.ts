/**
 * Log lines for the journal: sd-daemon(3) priority prefix, then one JSON object.
 * Texts from outside go into fields, where JSON quoting keeps them harmless.
 */

export type LogLevel = "debug" | "info" | "notice" | "warning" | "error";
export type LogFields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  notice(message: string, fields?: LogFields): void;
  warning(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where a line with its final newline goes. */
  readonly write: (line: string) => void;
  /** Prefix lines for the journal (true under systemd), or print them for people. */
  readonly journal: boolean;
  /** Lines for people begin with that time: for those that are kept in files. */
  readonly now?: (() => Date) | undefined;
}

/** syslog(3) priorities. */
const PRIORITY: Readonly<Record<LogLevel, number>> = {
  debug: 7,
  info: 6,
  notice: 5,
  warning: 4,
  error: 3,
};

/** Every level by its usual spellings in RUST_LOG-like filters. */
const SPELLINGS: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  debug: "debug",
  info: "info",
  notice: "notice",
  warn: "warning",
  warning: "warning",
  error: "error",
  off: "error",
};

/**
 * Reads GIVC_LOG: a level, or comma-separated `target=level` of which the one for
 * `givc` (else the bare level) counts, as in the reference.
 * @returns undefined when no part of the text is a level
 */
export function parseLogLevel(untrusted: string): LogLevel | undefined {
  let bare: LogLevel | undefined;
  for (const part of untrusted.split(",")) {
    const [target, word] = part.trim().split("=");
    const level = SPELLINGS[(word ?? target ?? "").toLowerCase()];
    if (level !== undefined && word === undefined) bare = level;
    if (level !== undefined && word !== undefined && target === "givc") {
      return level;
    }
  }
  return bare;
}

/** Makes a logger that drops what is below its level. */
export function createLogger(options: LoggerOptions): Logger {
  const limit = PRIORITY[options.level];
  const time = () =>
    options.now === undefined ? "" : `${options.now().toISOString()} `;
  const at = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (PRIORITY[level] > limit) return;
    options.write(
      options.journal
        ? journalLine(level, message, fields)
        : `${time()}${plainLine(level, message, fields)}`,
    );
  };
  return {
    debug: at("debug"),
    info: at("info"),
    notice: at("notice"),
    warning: at("warning"),
    error: at("error"),
  };
}

function journalLine(level: LogLevel, message: string, fields?: LogFields) {
  const entry = { message, ...printable(fields) };
  return `<${PRIORITY[level]}>${json(entry)}\n`;
}

function plainLine(level: LogLevel, message: string, fields?: LogFields) {
  const rest = fields === undefined ? "" : ` ${json(printable(fields))}`;
  return `${level}: ${message}${rest}\n`;
}

/**
 * What moves a cursor, hides, or turns the direction of writing round (Unicode
 * categories Cc, Cf, Zl, Zp). JSON escapes only the first 32 of them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON with everything escaped that a terminal would act on. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** Errors become their chain of messages: JSON.stringify would print `{}`. */
function printable(fields: LogFields | undefined): Record<string, unknown> {
  const entries = Object.entries(fields ?? {}).map(([key, value]) => [
    key,
    value instanceof Error ? messages(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function messages(error: Error): string {
  return error.cause instanceof Error
    ? `${error.message}: ${messages(error.cause)}`
    : error.message;
}
