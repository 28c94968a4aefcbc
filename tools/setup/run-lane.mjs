/** Running the test files of one lane with Node's test runner, for people to read and for us to count. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesThatFailed } from "./failed-files.mjs";
import { endProcesses } from "./leftovers.mjs";
import { root, runUnderUs } from "./process.mjs";

/** A file of tests that has not ended by then never will, unless its lane says otherwise. */
const defaultFileMs = 6 * 60_000;

/** So with a lane: a process that a test lost can keep the runner waiting for ever. */
const defaultAllMs = 20 * 60_000;

/** More files of a lane than that do not fail by accident. */
const mostAgain = 2;

/**
 * Runs `files` of `lane` with its `node`; `scratch` is a directory of the run, `mark` a variable in the
 * environment of all its processes. Gives how many tests passed, failed and were skipped, and in
 * `flaky` the files that failed and passed when they ran again, which only a lane with `again` may
 * (docs/decisions/0013). A runner that fails without a failed test, or is stopped, counts as one failure.
 */
export async function runFiles({ lane, files, ...run }) {
  const first = await runOnce({ lane, files, ...run });
  const again = lane.again ? filesToRunAgain(first, files) : [];
  if (again.length === 0) return { ...first, flaky: [] };
  process.stdout.write(`\n!!! ${lane.name}: once more: ${again.join(", ")}\n`);
  const second = await runOnce({ lane, files: again, ...run });
  return {
    ...first,
    passed: first.passed + Math.max(first.failed - second.failed, 0),
    failed: second.failed,
    interrupted: second.interrupted,
    flaky: second.failed === 0 ? again : [],
  };
}

function filesToRunAgain({ cut, failed, interrupted, report }, files) {
  if (failed === 0 || interrupted || cut) return [];
  const named = filesThatFailed(report, files) ?? [];
  return named.length > mostAgain ? [] : named;
}

async function runOnce({ lane, files, env, scratch, mark }) {
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
  const report = existsSync(counts) ? readFileSync(counts, "utf8") : "";
  const totals = totalsIn(report);
  const wentWrong = ended.code !== 0 && totals.failed === 0;
  return {
    ...totals,
    failed: wentWrong ? 1 : totals.failed,
    interrupted: ended.interrupted,
    cut: wentWrong,
    report,
  };
}

/** From the closing lines of a TAP report, "# pass 12" and the like; none when the runner was stopped. */
function totalsIn(report) {
  const closing = report.slice(-1000);
  const total = (word) => {
    const line = new RegExp(`^# ${word} ([0-9]+)$`, "m");
    return Number(line.exec(closing)?.[1] ?? 0);
  };
  return {
    passed: total("pass"),
    failed: total("fail") + total("cancelled"),
    skipped: total("skipped") + total("todo"),
  };
}
