/** The journal of systemd, read by journalctl(1): a child without a shell, which ends with its reader. */

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalRequest,
} from "./journal.ts";
import { OUTPUT_FIELDS, parseJournalLine } from "./journalctl-line.ts";
import { LineCutter } from "./line-cutter.ts";

/** Bytes of a line: a message of 64 KiB as an array of its bytes, twice over. */
const LONGEST_LINE = 512 * 1024;
const LONGEST_COMPLAINT = 200;

/** @param program for tests: what stands in for journalctl */
export function journalctl(program = "journalctl"): Journal {
  return {
    read: (request, signal) => read([program, ...wordsOf(request)], signal),
  };
}

function wordsOf({ unit, lines, follow }: JournalRequest): readonly string[] {
  return [
    ...["--quiet", "--no-pager", "--all", "--output=json"],
    `--output-fields=${OUTPUT_FIELDS.join(",")}`,
    `--lines=${lines}`,
    ...(follow ? ["--follow"] : []),
    ...(unit === undefined ? [] : matchesOf(unit)),
  ];
}

/**
 * What a unit has said, be it of the system or of a user, and what its manager has
 * said of it. Like `-u` and `--user-unit`, which cannot be asked for together for
 * all users. Fields with an underscore are set by the journal itself and cannot be forged.
 */
function matchesOf(unit: string): readonly string[] {
  return [
    `_SYSTEMD_UNIT=${unit}`,
    "+",
    ...["_PID=1", `UNIT=${unit}`],
    "+",
    `_SYSTEMD_USER_UNIT=${unit}`,
    "+",
    ...["_SYSTEMD_USER_UNIT=init.scope", `USER_UNIT=${unit}`],
  ];
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

async function* read(
  [program = "", ...words]: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<JournalEntry, void, void> {
  if (signal.aborted) return;
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  const ending = endOf(child, program);
  const end = () => void child.kill("SIGKILL");
  signal.addEventListener("abort", end, { once: true });
  try {
    yield* entriesIn(child.stdout);
    const failure = await ending;
    if (failure !== undefined && !signal.aborted) throw failure;
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

/** Reads on only when everything was taken, so a slow reader makes journalctl wait. */
async function* entriesIn(
  output: Readable,
): AsyncGenerator<JournalEntry, void, void> {
  const cutter = new LineCutter(LONGEST_LINE);
  for await (const chunk of output) {
    for (const line of cutter.push(chunk)) {
      const entry = parseJournalLine(line);
      if (entry !== undefined) yield entry;
    }
  }
}

/** Never rejects. @returns why the program did not do what it was asked to */
async function endOf(
  child: Child,
  program: string,
): Promise<JournalError | undefined> {
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(0, LONGEST_COMPLAINT);
  });
  try {
    const [code, killed] = await once(child, "close");
    if (code === 0) return undefined;
    const [line = ""] = complaint.trim().split("\n");
    const why =
      line.replace(/[^\x20-\x7e]/g, "?") || `ended with ${code ?? killed}`;
    return new JournalError("failed", `${program}: ${why}`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? new JournalError("not-installed", `${program} is not installed`, {
          cause,
        })
      : new JournalError("failed", `${program}: ${code}`, { cause });
  }
}
