/** Waiting for jobs, whichever comes first: the reply or the signal. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "./contract/rig.ts";
import { Jobs } from "./dbus-jobs.ts";

const LONG_MS = 10_000;

test("a signal that is read before the reply is not missed", async () => {
  const jobs = new Jobs();
  await jobs.run(
    "a.service",
    async () => {
      jobs.removed("/job/1", "done");
      return "/job/1";
    },
    LONG_MS,
  );
});

test("all who were given the same job hear of its end, others do not", async () => {
  const jobs = new Jobs();
  const run = (path: string) =>
    jobs.run("a.service", async () => path, LONG_MS);
  const two = [run("/job/1"), run("/job/1")];
  const other = run("/job/2");
  await new Promise(setImmediate);
  jobs.removed("/job/1", "done");
  await Promise.all(two);
  jobs.removed("/job/2", "canceled");
  const error = await refused(other, "job-failed");
  assert.equal(error.result, "canceled");
});

test("a job that nobody will tell of, or that does not end, is given up", async () => {
  const jobs = new Jobs();
  const lost = jobs.run("a.service", async () => "/job/1", LONG_MS);
  await new Promise(setImmediate);
  jobs.abandon("the bus was lost");
  await refused(lost, "unavailable");
  await refused(
    jobs.run("a.service", async () => "/job/2", 1),
    "timeout",
  );
});

test("a call that fails fails the run", async () => {
  const jobs = new Jobs();
  const failure = new Error("no");
  const run = jobs.run(
    "a.service",
    async () => {
      throw failure;
    },
    LONG_MS,
  );
  await assert.rejects(run, failure);
});
