import assert from "node:assert/strict";
import { test } from "node:test";
import { RestartPolicy, type RunEnd } from "./restart-policy.ts";

const FAILED: RunEnd = { isClean: false, code: 1, activeMs: 10 };

function policy(restart: "no" | "on-failure" = "on-failure") {
  return new RestartPolicy({ restart, restartExitStatus: [4] });
}

test("each failure waits twice as long as the one before, 30 s at most", () => {
  const restarts = policy();
  const delays = Array.from({ length: 7 }, () => restarts.delayAfter(FAILED));
  assert.deepEqual(
    delays,
    [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
  );
});

test("after a minute of running, and after a decision, it begins anew", () => {
  const restarts = policy();
  const delays = [10, 59_999, 60_000, 10].map((activeMs) =>
    restarts.delayAfter({ ...FAILED, activeMs }),
  );
  assert.deepEqual(delays, [1_000, 2_000, 1_000, 2_000]);
  restarts.forget();
  assert.equal(restarts.delayAfter(FAILED), 1_000);
});

test("a signal is a failure, a clean end is none, and no rule is no restart", () => {
  const killed: RunEnd = { isClean: false, code: null, activeMs: 0 };
  assert.equal(policy().delayAfter(killed), 1_000);
  assert.equal(policy().delayAfter({ ...FAILED, isClean: true }), undefined);
  assert.equal(policy("no").delayAfter(FAILED), undefined);
});

test("the statuses that ask for it restart at once, at most one a second", () => {
  const asked: RunEnd = { isClean: true, code: 4, activeMs: 20_000 };
  for (const restarts of [policy("no"), policy()]) {
    assert.equal(restarts.delayAfter(asked), 0);
    assert.equal(restarts.delayAfter({ ...asked, activeMs: 0 }), 1_000);
    assert.equal(restarts.delayAfter({ ...asked, activeMs: 400 }), 600);
  }
});
