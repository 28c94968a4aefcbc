import assert from "node:assert/strict";
import { test } from "node:test";
import { StatsService } from "@ghaf/api/proto/stats/stats";
import { createRpcClient } from "@ghaf/api/rpc";
import { inMemoryTransport } from "@ghaf/transport";
import { toRpcError } from "../rpc-error.ts";
import { FakeProcFs } from "./fake-proc-fs.ts";
import { createFakeTools } from "./fake-tools.ts";
import { statsService } from "./service.ts";
import { createStats } from "./stats.ts";
import type { SystemTools } from "./sysinfo.ts";

function setUp(tools: SystemTools = createFakeTools({})) {
  const proc = new FakeProcFs();
  proc.setCpu(0, 0, 0, 0);
  const transport = inMemoryTransport({
    services: [statsService(createStats(proc), tools)],
    peer: { kind: "memory" },
    toRpcError,
  });
  return { proc, client: createRpcClient(StatsService, transport) };
}

test("figures arrive in their fields", async () => {
  const { proc, client } = setUp();
  proc.files.set(
    "meminfo",
    "MemTotal: 16 kB\nMemFree: 1 kB\nMemAvailable: 2 kB\nCached: 3 kB\n",
  );
  proc.files.set("loadavg", "0.50 1.00 1.50 1/2 3\n");
  proc.processes.set(1, { name: "a", state: "R" });
  await client.getStats({});
  proc.setCpu(40, 0, 20, 140);
  proc.processes.set(1, { name: "a", utime: 50, stime: 25, rss: 3 });
  const { Memory, Load, Process } = await client.getStats({});
  const { Total, Free, Available, Cached } = Memory ?? assert.fail();
  assert.deepEqual(
    [Total, Free, Available, Cached],
    [16_384n, 1024n, 2048n, 3072n],
  );
  const { Load1Min, Load5Min, Load15Min } = Load ?? assert.fail();
  assert.deepEqual([Load1Min, Load5Min, Load15Min], [0.5, 1, 1.5]);
  const figures = Process ?? assert.fail();
  for (const list of [figures.CpuProcesses, figures.MemProcesses]) {
    const [first = assert.fail()] = list;
    assert.equal(list.length, 1);
    const { Name, User, Sys, ResSetSize } = first;
    assert.deepEqual([Name, User, Sys, ResSetSize], ["a", 25, 12.5, 12_288n]);
  }
  assert.deepEqual(
    [figures.Total, figures.Running, figures.UserCycles],
    [1n, 0n, 40n],
  );
  assert.deepEqual([figures.SysCycles, figures.TotalCycles], [20n, 200n]);
});

test("a failure is told with its text", async () => {
  const { proc, client } = setUp();
  proc.files.delete("meminfo");
  await assert.rejects(client.getStats({}), {
    name: "RpcError",
    message: "cannot get memory statistics",
  });
});

test("the system's information, set and unset", async () => {
  const unknown = await setUp().client.getSysinfo({});
  assert.deepEqual(
    [unknown.GhafVersion, unknown.SecureBoot, unknown.DiskEncrypted],
    ["Unknown", undefined, undefined],
  );
  const tools = createFakeTools({
    "ghaf-version": "25.12",
    bootctl: "Secure Boot: disabled",
    lsblk: "crypt",
  });
  const known = await setUp(tools).client.getSysinfo({});
  assert.deepEqual(
    [known.GhafVersion, known.SecureBoot, known.DiskEncrypted],
    ["25.12", false, true],
  );
});
