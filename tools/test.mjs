/**
 * `npm test [-- LANE...]`: installs and builds what is missing, runs the lanes of the tests one
 * after another, and checks that nothing of them is left on the machine. With CI=true a lane that
 * cannot run is a failure, elsewhere it is skipped, loudly. `--no-build` tests what was built last.
 */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundlePrograms } from "./setup/bundles.mjs";
import { compile } from "./setup/compile.mjs";
import {
  filesOf,
  filesOfNoLane,
  lanesNamed,
  obstacleTo,
} from "./setup/lanes.mjs";
import { leftSince, ourTraces } from "./setup/leftovers.mjs";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { inCi, runStarter, StarterError } from "./setup/process.mjs";
import { runFiles } from "./setup/run-lane.mjs";

await runStarter(async () => {
  const options = process.argv.slice(2);
  const chosen = lanesNamed(options.filter((word) => word !== "--no-build"));
  ensureNpmPackages();
  if (!options.includes("--no-build")) await buildFor(chosen);
  refuseForgottenFiles();
  const run = beginRun();
  const results = [];
  for (const lane of chosen) {
    results.push(await runLane(lane, run));
    if (results.at(-1).interrupted) break;
  }
  results.push(await endRun(run));
  return conclude(results);
});

async function buildFor(chosen) {
  const since = performance.now();
  compile();
  if (chosen.some((lane) => lane.bundled)) await bundlePrograms();
  say(`built in ${seconds(since)}`);
}

/** A test that no lane runs would look as if it passed. */
function refuseForgottenFiles() {
  const forgotten = filesOfNoLane();
  if (forgotten.length === 0) return;
  throw new StarterError(`in no lane (tools/setup/lanes.mjs): ${forgotten}`);
}

/**
 * What marks everything of this run: a variable in the environment of all its processes, which
 * names of cgroups and namespaces contain, and a temporary directory that must be empty at the end.
 */
function beginRun() {
  const scratch = mkdtempSync(join(tmpdir(), "ghaf-run-"));
  const temporary = mkdtempSync(join(scratch, "tmp-"));
  const id = scratch.slice(-6);
  const before = ourTraces();
  return {
    id,
    scratch,
    temporary,
    before,
    mark: `GHAF_TEST_RUN=${id}`,
    env: { ...process.env, GHAF_TEST_RUN: id, TMPDIR: temporary },
  };
}

async function runLane(lane, run) {
  say(`\n=== ${lane.name}`);
  const since = performance.now();
  const totals = await totalsOf(lane, run);
  say(`=== ${lane.name}: ${inWords(totals)} in ${seconds(since)}`);
  return { name: lane.name, ...totals };
}

async function totalsOf(lane, run) {
  const obstacle = obstacleTo(lane);
  if (obstacle !== undefined) return cannotRun(lane, obstacle);
  const files = filesOf(lane);
  if (files.length === 0) return cannotRun(lane, "has no test files");
  return await runFiles({
    lane,
    files,
    env: run.env,
    scratch: run.scratch,
    mark: run.mark,
  });
}

function cannotRun(lane, reason) {
  const word = inCi ? "FAILED" : "SKIPPED";
  say(`!!! ${word}: the lane ${lane.name} cannot run: ${reason}`);
  return {
    ...{ passed: 0, failed: inCi ? 1 : 0, skipped: inCi ? 0 : 1 },
    flaky: [],
  };
}

/** Looks for what the tests left; whatever is found counts as one failure. */
async function endRun(run) {
  const left = await leftSince(run.before, run.mark);
  // Elsewhere than in CI others may be testing at the same time: only what bears our mark counts.
  const ours = left.filter((trace) => inCi || trace.includes(run.id));
  const found = [
    ...ours.filter((trace) => trace !== `file ${run.scratch}`),
    ...readdirSync(run.temporary).map((name) => `temporary file ${name}`),
  ];
  rmSync(run.scratch, { recursive: true, force: true });
  say("");
  for (const trace of found) say(`!!! left behind: ${trace}`);
  if (found.length === 0) say("nothing of the tests is left on this machine");
  const failed = found.length > 0 ? 1 : 0;
  return { passed: 0, failed, skipped: 0, flaky: [] };
}

function conclude(results) {
  const total = results.reduce((sum, { passed, failed, skipped }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    skipped: sum.skipped + skipped,
  }));
  for (const { name, ...totals } of results) {
    if (totals.failed > 0 || totals.skipped > 0) {
      say(`${name ?? "leftovers"}: ${inWords(totals)}`);
    }
  }
  for (const file of results.flatMap(({ flaky }) => flaky)) {
    say(
      `!!! FLAKY, a bug of the test or of us: failed once, then passed: ${file}`,
    );
  }
  say(inWords(total));
  return total.failed === 0 ? 0 : 1;
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
