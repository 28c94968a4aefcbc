/** A line of a unit's log file as an entry: our programs begin it with time and level, others with whatever they like. */

import { boundedMessage, type JournalEntry, type Line } from "@ghaf/daemon";

/** Without a time where the line has none. */
export interface LoggedLine extends Omit<JournalEntry, "timeUs"> {
  readonly timeUs: bigint | undefined;
}

/** What @ghaf/daemon's logger writes for people: an optional time, a level, the text. */
const OURS =
  /^(?:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) )?(?:(debug|info|notice|warning|error): )?/;

/** syslog(3). */
const PRIORITIES: Readonly<Record<string, number>> = {
  debug: 7,
  info: 6,
  notice: 5,
  warning: 4,
  error: 3,
};
const INFO = 6;

/** @param owner whose file it is */
export function parseLogLine(
  { bytes, isCut }: Line,
  owner: Pick<JournalEntry, "unit" | "identifier">,
): LoggedLine {
  const text = boundedMessage(bytes);
  const [beginning = "", time, level = ""] = OURS.exec(text) ?? [];
  const message = text.slice(beginning.length);
  return {
    ...owner,
    timeUs: time === undefined ? undefined : microseconds(new Date(time)),
    priority: PRIORITIES[level] ?? INFO,
    message: isCut ? `${message}… (cut)` : message,
    pid: 0,
  };
}

/** Undefined for a date that is none, such as the 32nd. */
function microseconds(time: Date): bigint | undefined {
  const milliseconds = time.getTime();
  return Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1000n;
}
