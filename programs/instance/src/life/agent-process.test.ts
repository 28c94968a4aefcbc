/** The host's agent as a child: which ends are final, and which are not. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createLogger } from "@ghaf/daemon";
import { keepAgent } from "./agent-process.ts";

const log = createLogger({ level: "error", journal: false, write() {} });

/** Ends with the statuses in turn; the last one for ever. */
async function agentThatEnds(t: TestContext, statuses: string) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-agent-"));
  t.after(() => rm(folder, { recursive: true }));
  const script = `
    cd '${folder}'; set -- ${statuses}
    n=$(cat n 2>/dev/null || echo 0); echo $((n + 1)) >n
    shift "$n" 2>/dev/null || shift $(($# - 1))
    exit "$1"`;
  return ["/bin/sh", "-c", script] as const;
}

function watching() {
  const stopping = new AbortController();
  const restarts: number[] = [];
  const onRestart = (count: number) => void restarts.push(count);
  return { stopping, restarts, onRestart };
}

test("an agent that powered off is not started again", async (t) => {
  const { stopping, restarts, onRestart } = watching();
  const argv = await agentThatEnds(t, "0");
  const parts = { argv, log, onRestart, stopping: stopping.signal };
  assert.equal(await keepAgent(parts), "powered-off");
  assert.deepEqual(restarts, []);
});

test("one that reboots is started at once, one that is lost by and by", async (t) => {
  const { stopping, restarts, onRestart } = watching();
  const argv = await agentThatEnds(t, "75 1 0");
  const parts = { argv, log, onRestart, stopping: stopping.signal };
  assert.equal(await keepAgent(parts), "powered-off");
  assert.deepEqual(restarts, [1, 2]);
});

test("a stop ends it, also while it waits to be started again", async () => {
  for (const script of ["exec sleep 60", "exit 1"]) {
    const { stopping, onRestart } = watching();
    const argv = ["/bin/sh", "-c", script] as const;
    const parts = { argv, log, onRestart, stopping: stopping.signal };
    setTimeout(() => stopping.abort(), 100);
    assert.equal(await keepAgent(parts), "stopped");
  }
});
