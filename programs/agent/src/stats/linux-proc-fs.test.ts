import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { totalmem } from "node:os";
import { test } from "node:test";
import { createLinuxProcFs } from "./linux-proc-fs.ts";
import { parseProcess } from "./proc-text.ts";
import { createStats } from "./stats.ts";

test("this very process is among those of this machine", async () => {
  const proc = createLinuxProcFs();
  assert.ok((await proc.processIds()).includes(process.pid));
  const own = parseProcess(await proc.read(`${process.pid}/stat`));
  assert.ok(own.residentPages > 0);
});

test("the size of a page is the one that the system tells", async () => {
  const told = execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" });
  assert.equal(await createLinuxProcFs().pageSize(), Number(told));
});

test("the figures of this machine", async () => {
  const stats = createStats(createLinuxProcFs());
  const { memory, usage } = await stats.figures();
  assert.equal(memory.total, totalmem());
  assert.ok(usage.byMemory.length > 0);
  assert.ok(usage.cycles.total > 0);
});
