/** How errors leave this program: real codes, causes as DebugInfo, and no secrets. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseUnitName } from "@ghaf/api";
import { StatsService } from "@ghaf/api/proto/stats/stats";
import { bindService, RpcError } from "@ghaf/api/rpc";
import { createLogger } from "@ghaf/daemon";
import { inMemoryTransport } from "@ghaf/transport";
import { remoteAgent } from "./agents/remote-agent.ts";
import { AdminError } from "./errors.ts";
import { createErrorMapping } from "./rpc-error.ts";

function mapping() {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = createLogger({ level: "debug", write, journal: false });
  return { toRpcError: createErrorMapping(logger), lines };
}

test("our errors keep their text, get their code, and show their causes", () => {
  const { toRpcError, lines } = mapping();
  const root = new Error("disk full");
  const middle = new Error("write failed", { cause: root });
  const error = new AdminError("storage", "cannot write", { cause: middle });
  const mapped = toRpcError(error);
  assert.equal(mapped.code, "internal");
  assert.equal(mapped.message, "cannot write");
  assert.deepEqual(mapped.debug, {
    detail: "disk full",
    stack: ["write failed", "disk full"],
  });
  assert.deepEqual(lines, []);
});

test("a name that no parser accepts is the caller's mistake", () => {
  const { toRpcError } = mapping();
  try {
    parseUnitName("a/b");
  } catch (error) {
    assert.equal(toRpcError(error).code, "invalid-argument");
  }
});

test("what nobody expected is logged and not shown", () => {
  const { toRpcError, lines } = mapping();
  const mapped = toRpcError(new TypeError("secret detail"));
  assert.equal(mapped.code, "internal");
  assert.doesNotMatch(mapped.message, /secret/);
  assert.equal(mapped.debug, undefined);
  assert.match(lines.join(), /secret detail/);
});

test("an agent's failure arrives with its text, code and causes", async () => {
  const debug = { detail: "no such unit", stack: ["no such unit"] };
  const failure = new RpcError("not-found", "error fetching", { debug });
  const mapped = await mappedFailure(failure);
  assert.equal(mapped.code, "not-found");
  assert.equal(mapped.message, "error fetching");
  assert.deepEqual(mapped.debug, debug);
});

test("a lost connection says to which agent it was", async () => {
  const lost = new RpcError("unavailable", "Connection dropped");
  const mapped = await mappedFailure(lost);
  assert.equal(mapped.code, "unavailable");
  const text = "no answer from the agent app-vm: Connection dropped";
  assert.equal(mapped.message, text);
});

test("an agent that has no answer itself is quoted", async () => {
  const debug = { detail: "no bus", stack: ["no bus"] };
  const own = new RpcError("unavailable", "cannot start unit", { debug });
  assert.equal((await mappedFailure(own)).message, "cannot start unit");
});

/** What our caller is told when an agent's answer is that. */
async function mappedFailure(failure: RpcError): Promise<RpcError> {
  const { toRpcError } = mapping();
  const getStats = () => {
    throw failure;
  };
  const transport = inMemoryTransport({
    services: [bindService(StatsService, { getStats })],
    peer: { kind: "memory" },
    toRpcError,
  });
  const agent = remoteAgent(transport, "app-vm");
  return toRpcError(await agent.stats().catch((reason: unknown) => reason));
}
