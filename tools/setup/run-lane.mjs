/** Running the test files of one lane with Node's test runner, for people to read and for us to count. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { endProcesses } from "./leftovers.mjs";
import { root, runUnderUs } from "./process.mjs";

/** A file of tests that has not ended by then never will, unless its lane says otherwise. */
const defaultFileMs = 6 * 60_000;

/** So with a lane: a process that a test lost can keep the runner waiting for ever. */
const defaultAllMs = 20 * 60_000;

/**
 * Runs `files` of `lane` with its `node`; `scratch` is a directory of the run, `mark` a variable in the
 * environment of all its processes. Gives how many tests passed, failed and were skipped. A
 * runner that fails without a failed test, or is stopped, counts as one failure.
 */
export async function runFiles({ lane, files, env, scratch, mark }) {
  const { name, node = process.execPath } = lane;
  const { fileMs = defaultFileMs, allMs = defaultAllMs } = lane;
  const counts = join(scratch, `${name}.tap`);
  const argv = [
    ...[node, "--enable-source-maps", "--test"],
    `--test-timeout=${fileMs}`,
    ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
    ...["--test-reporter=tap", `--test-reporter-destination=${counts}`],
    ...files,
  ];
  const late = setTimeout(() => {
    process.stdout.write(`!!! ${name}: not ended in ${allMs} ms\n`);
    endProcesses(mark);
  }, allMs);
  const stdio = ["ignore", "inherit", "inherit"];
  const ended = await runUnderUs(argv, { cwd: root, env, stdio });
  clearTimeout(late);
  const totals = readTotals(counts);
  const wentWrong = ended.code !== 0 && totals.failed === 0;
  return {
    ...totals,
    failed: wentWrong ? 1 : totals.failed,
    interrupted: ended.interrupted,
  };
}

/** The closing lines of a TAP report: "# pass 12" and the like; none when the runner was stopped. */
function readTotals(path) {
  const closing = existsSync(path) ? readFileSync(path, "utf8") : "";
  const total = (word) => {
    const line = new RegExp(`^# ${word} ([0-9]+)$`, "m");
    return Number(line.exec(closing.slice(-1000))?.[1] ?? 0);
  };
  return {
    passed: total("pass"),
    failed: total("fail") + total("cancelled"),
    skipped: total("skipped") + total("todo"),
  };
}
