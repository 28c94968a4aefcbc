/** One line of `journalctl -o json` as an entry (systemd.journal-fields(7), journalctl(1) "json"). */

import { boundedMessage, type JournalEntry } from "./journal.ts";
import type { Line } from "./line-cutter.ts";

/** What is asked for beside the fields that are always there. */
export const OUTPUT_FIELDS = [
  "MESSAGE",
  "PRIORITY",
  "SYSLOG_IDENTIFIER",
  "UNIT",
  "USER_UNIT",
  "_COMM",
  "_PID",
  "_SYSTEMD_UNIT",
  "_SYSTEMD_USER_UNIT",
] as const;

/** syslog(3) LOG_INFO, for what came without. */
const INFO = 6;

/** Undefined for a line that is no entry. */
export function parseJournalLine({
  bytes,
  isCut,
}: Line): JournalEntry | undefined {
  const text = bytes.toString("utf8");
  if (isCut) return tooLong(text);
  try {
    const untrusted: unknown = JSON.parse(text);
    return typeof untrusted === "object" && untrusted !== null
      ? entryOf(new Map(Object.entries(untrusted)))
      : undefined;
  } catch {
    return undefined;
  }
}

type Fields = ReadonlyMap<string, unknown>;

function entryOf(fields: Fields): JournalEntry | undefined {
  const time = text(fields, "__REALTIME_TIMESTAMP");
  if (!isTime(time)) return undefined;
  const priority = Number(text(fields, "PRIORITY") || INFO);
  const pid = Number(text(fields, "_PID") || 0);
  return {
    timeUs: BigInt(time),
    // What the manager says of a unit is the unit's, not the manager's.
    unit: firstText(fields, [
      ...["USER_UNIT", "UNIT", "_SYSTEMD_USER_UNIT", "_SYSTEMD_UNIT"],
    ]),
    identifier: firstText(fields, ["SYSLOG_IDENTIFIER", "_COMM"]),
    priority: priority >= 0 && priority <= 7 ? Math.trunc(priority) : INFO,
    message: boundedMessage(bytesOf(fields.get("MESSAGE"))),
    pid: Number.isInteger(pid) && pid > 0 && pid < 2 ** 32 ? pid : 0,
  };
}

/** The fields of every entry come first in its line. */
function tooLong(beginning: string): JournalEntry | undefined {
  const [, time = ""] =
    /"__REALTIME_TIMESTAMP"\s*:\s*"(\d+)"/.exec(beginning) ?? [];
  if (!isTime(time)) return undefined;
  const message = "(an entry that is too long to be shown)";
  return {
    ...{ timeUs: BigInt(time), unit: "", identifier: "" },
    ...{ priority: INFO, message, pid: 0 },
  };
}

/** It has to fit into 64 bits. */
function isTime(untrusted: string): boolean {
  return /^\d{1,18}$/.test(untrusted);
}

function firstText(fields: Fields, names: readonly string[]): string {
  for (const name of names) {
    const found = text(fields, name);
    if (found !== "") return found;
  }
  return "";
}

function text(fields: Fields, name: string): string {
  return boundedMessage(bytesOf(fields.get(name)));
}

/** A text is a string; not printable ones are arrays of bytes; a field that is there twice is an array of those. */
function bytesOf(value: unknown): Uint8Array {
  if (typeof value === "string") return Buffer.from(value);
  if (!Array.isArray(value)) return new Uint8Array();
  return isBytes(value) ? Uint8Array.from(value) : bytesOf(value[0]);
}

function isBytes(values: readonly unknown[]): values is readonly number[] {
  return values.every((value) => typeof value === "number");
}
