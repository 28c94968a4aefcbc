/** How entries of journals are printed: a line for people, a document on a line for scripts. */

import type { JournalEntry } from "@ghaf/client";
import { HUES, type Hue, type Paint, type Tone } from "../output/colour.ts";
import { jsonLine } from "../output/render.ts";
import { visible } from "../output/visible.ts";

/** An entry and whose it is. */
export interface MachineEntry extends JournalEntry {
  readonly machine: string;
}

export type EntryFace = (entry: MachineEntry) => string;

/** Names stand in one column, each with a colour of its own as far as there are colours. */
export function textFace(machines: readonly string[], paint: Paint): EntryFace {
  const width = Math.max(0, ...machines.map((name) => name.length));
  return (entry) => {
    const { machine, message } = entry;
    const hue = hueOf(machines.indexOf(machine));
    const time = visible(isoTime(entry));
    const beginning = [
      paint("quiet", time),
      paint(hue, visible(machine.padEnd(width))),
      `${speaker(entry)}:`,
    ].join(" ");
    const tone = toneOf(entry);
    return message
      .split("\n")
      .map((line) => `${beginning} ${paint(tone, visible(line))}\n`)
      .join("");
  };
}

/** The form of the JSON. */
export const jsonFace: EntryFace = (entry) => {
  const { machine, unit, identifier, pid, priority, message } = entry;
  return jsonLine({
    time: isoTime(entry),
    ...{ machine, unit: unit || null, identifier: identifier || null },
    ...{ pid: pid || null, priority, message },
  });
};

/** ECMA-262 21.4.1.1. */
const LATEST_MS = 8_640_000_000_000_000;

function hueOf(index: number): Hue {
  return HUES[Math.max(0, index) % HUES.length] ?? "cyan";
}

/** UTC, as machines may disagree on the time zone; to the microsecond where that says more. */
function isoTime({ timeUs }: JournalEntry): string {
  // What a machine sends may be beyond every date.
  const milliseconds = Math.min(Number(timeUs / 1000n), LATEST_MS);
  const whole = new Date(milliseconds).toISOString().slice(0, -1);
  const rest = String(timeUs % 1000n).padStart(3, "0");
  return `${whole}${rest}Z`;
}

/** Who said it: the program's own name for itself, else its unit. */
function speaker({ identifier, unit, pid }: JournalEntry): string {
  const name = visible(identifier || unit || "-");
  return pid === 0 ? name : `${name}[${pid}]`;
}

/** syslog(3): up to 3 are errors, 7 is for debugging. */
function toneOf({ priority }: JournalEntry): Tone {
  if (priority <= 3) return "bad";
  if (priority === 4) return "warning";
  return priority === 7 ? "quiet" : "plain";
}
