/**
 * The programs that the contract's units run: shell scripts that leave their
 * process id, count, or end with the code that a test writes. They work in the
 * directory of the test, by which what is left of them can be found.
 */

import { readFile, writeFile } from "node:fs/promises";
import type { UnitName } from "@ghaf/api";
import { until } from "./until.ts";

export type Command = readonly [string, ...string[]];

/** `$1` is the directory, `$2` the unit, further words are arguments. */
const BEGIN = 'cd "$1" && echo $$ > "$2.pid"';
const FOREVER = `${BEGIN} && exec sleep 3600`;
const STUBBORN = `trap "" TERM; ${BEGIN}; while :; do sleep 3600; done`;
const PARENT = `${BEGIN}; sleep 3600 & while [ ! -s "$2.exit" ]; do sleep 0.01; done; exit $(cat "$2.exit")`;
/** Replaces its file: frozen between emptying and writing it, it would have an empty one. */
const COUNTER = `${BEGIN}; i=0; while :; do i=$((i+1)); echo $i > "$2.count.tmp"; mv "$2.count.tmp" "$2.count"; sleep 0.01; done`;
/** To systemd or to the local supervisor, whoever started it. */
const TELL = `tell() { if [ -n "$GHAF_NOTIFY_FD" ]; then eval "echo $1 >&$GHAF_NOTIFY_FD"; else systemd-notify "$1"; fi; }`;
const AWAIT = `await() { while [ ! -s "$1" ]; do sleep 0.01; done; word=$(cat "$1"); rm "$1"; }`;
const NOTIFIER = `${BEGIN}; ${TELL}; ${AWAIT}; await "$2.exit"; [ $word = ready ] || exit $word; tell READY=1; await "$2.exit"; exit $word`;
const PRINTER = `cd "$1" && { printf '%s\\n' "$GHAF_FIRST" "$GHAF_SECOND"; shift 2; printf '%s\\n' "$@"; } > printed.tmp && mv printed.tmp printed; exec sleep 3600`;

const SCRIPTS = {
  forever: FOREVER,
  /** Ignores SIGTERM. */
  stubborn: STUBBORN,
  /** Has a child and ends with the code of `finish`, leaving the child. */
  parent: PARENT,
  counter: COUNTER,
  /** Is ready when that is written for it, and ends like `parent`; each word counts once. */
  notifier: NOTIFIER,
  /** Writes two settings and its arguments to the file `printed`. */
  printer: PRINTER,
} as const;

export type ProgramName = keyof typeof SCRIPTS | "missing";

/** The command line of a program for a unit. */
export function command(
  program: ProgramName,
  directory: string,
  unit: UnitName,
): Command {
  if (program === "missing") return [`${directory}/no-such-program`];
  const script = SCRIPTS[program];
  return ["/bin/sh", "-c", script, "sh", directory, unit];
}

/** Waits until the unit's program has left its process id. */
export async function processId(
  directory: string,
  unit: UnitName,
): Promise<number> {
  const text = await until(`the process id of ${unit}`, () =>
    readText(`${directory}/${unit}.pid`),
  );
  return Number(text);
}

/** Has the program `parent` or `notifier` end. */
export async function finish(
  directory: string,
  unit: UnitName,
  code: number,
): Promise<void> {
  await writeFile(`${directory}/${unit}.exit`, `${code}\n`);
}

/** Has the program `notifier` say that it is ready. */
export async function letBeReady(
  directory: string,
  unit: UnitName,
): Promise<void> {
  await writeFile(`${directory}/${unit}.exit`, "ready\n");
}

/** Waits for the number that the program `counter` has reached, above `past`. */
export async function count(
  directory: string,
  unit: UnitName,
  past = 0,
): Promise<number> {
  const text = await until(`${unit} counting past ${past}`, async () => {
    const found = await readText(`${directory}/${unit}.count`);
    return Number(found) > past ? found : undefined;
  });
  return Number(text);
}

/** The text of a file once it exists and is complete, that is, ends in a newline. */
export async function readText(path: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.endsWith("\n") ? text.slice(0, -1) : undefined;
}
