/** Running the test files of one lane with Node's test runner, for people to read and for us to count. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { become, root } from "./process.mjs";

/** A test that has not ended by then never will. */
const testDeadlineMs = 3 * 60_000;

/**
 * Runs `files` with `node`; `scratch` is a directory of the run. Gives how many tests passed,
 * failed and were skipped. A runner that fails without a failed test counts as one.
 */
export async function runFiles({ name, node, files, env, scratch }) {
  const counts = join(scratch, `${name}.tap`);
  const code = await become(
    [
      ...[node, "--enable-source-maps", "--test"],
      `--test-timeout=${testDeadlineMs}`,
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...["--test-reporter=tap", `--test-reporter-destination=${counts}`],
      ...files,
    ],
    { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] },
  );
  const totals = readTotals(counts);
  const wentWrong = code !== 0 && totals.failed === 0;
  return {
    ...totals,
    failed: wentWrong ? 1 : totals.failed,
    interrupted: code > 128,
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
