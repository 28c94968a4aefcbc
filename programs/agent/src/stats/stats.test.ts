import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FakeProcFs } from "./fake-proc-fs.ts";
import { createStats } from "./stats.ts";

function setUp() {
  const proc = new FakeProcFs();
  proc.setCpu(0, 0, 0, 0);
  return { proc, stats: createStats(proc) };
}

test("the first figures have totals since boot and no shares", async () => {
  const { proc, stats } = setUp();
  proc.setCpu(100, 0, 50, 850);
  proc.processes.set(1, { name: "init", utime: 10, rss: 2 });
  const { usage } = await stats.figures();
  assert.deepEqual(usage.byCpu, []);
  assert.deepEqual(usage.byMemory, [
    { name: "init", user: 0, system: 0, residentBytes: 8192 },
  ]);
  assert.deepEqual(usage.cycles, { user: 100, system: 50, total: 1000 });
});

test("shares are of the time since the figures before", async () => {
  const { proc, stats } = setUp();
  proc.setCpu(100, 0, 100, 800);
  proc.processes.set(1, { name: "busy", utime: 1000, stime: 500 });
  proc.processes.set(2, { name: "idle", utime: 9000, stime: 9000 });
  await stats.figures();
  proc.setCpu(150, 0, 120, 930);
  proc.processes.set(1, { name: "busy", utime: 1050, stime: 510, rss: 1 });
  const { usage } = await stats.figures();
  assert.deepEqual(usage.byCpu, [
    { name: "busy", user: 25, system: 5, residentBytes: 4096 },
    { name: "idle", user: 0, system: 0, residentBytes: 0 },
  ]);
  assert.deepEqual(usage.cycles, { user: 50, system: 20, total: 200 });
});

test("the five with most time and the five with most memory are two lists", async () => {
  const { proc, stats } = setUp();
  for (let id = 1; id <= 8; id++) proc.processes.set(id, { name: `p${id}` });
  await stats.figures();
  proc.setCpu(1000, 0, 0, 0);
  for (let id = 1; id <= 8; id++) {
    const process = { name: `p${id}`, utime: id, rss: 100 - id };
    proc.processes.set(id, process);
  }
  const { usage } = await stats.figures();
  const names = (list: readonly { readonly name: string }[]) =>
    list.map(({ name }) => name).join(" ");
  assert.equal(names(usage.byCpu), "p8 p7 p6 p5 p4");
  assert.equal(names(usage.byMemory), "p1 p2 p3 p4 p5");
});

test("counts the processes, and those that run", async () => {
  const { proc, stats } = setUp();
  proc.processes.set(1, { name: "a", state: "R" });
  proc.processes.set(2, { name: "b", state: "D" });
  proc.processes.set(3, { name: "R", state: "S" });
  const { usage } = await stats.figures();
  assert.deepEqual([usage.total, usage.running], [3, 1]);
});

test("no time between two figures is no share, not infinity", async () => {
  const { proc, stats } = setUp();
  proc.processes.set(1, { name: "a", utime: 1 });
  await stats.figures();
  proc.processes.set(1, { name: "a", utime: 2 });
  const { usage } = await stats.figures();
  assert.deepEqual([usage.byCpu[0]?.user, usage.cycles.total], [0, 0]);
});

test("a number that is used again is another process", async () => {
  const { proc, stats } = setUp();
  proc.processes.set(7, { name: "old", utime: 1, startTime: 1 });
  await stats.figures();
  proc.setCpu(1000, 0, 0, 0);
  proc.processes.set(7, { name: "new", utime: 900, startTime: 2 });
  const { usage } = await stats.figures();
  assert.deepEqual(usage.byCpu, []);
  assert.equal(usage.byMemory[0]?.name, "new");
});

test("a process that ends while it is read is left out", async () => {
  const { proc, stats } = setUp();
  proc.processes.set(1, { name: "stays" });
  proc.processes.set(2, { name: "ends" });
  proc.onRead = (path) => {
    if (path === "1/stat") proc.processes.delete(2);
  };
  const { usage } = await stats.figures();
  assert.deepEqual(
    usage.byMemory.map(({ name }) => name),
    ["stays"],
  );
});

test("calls at the same time take one sample together", async () => {
  const { proc, stats } = setUp();
  let samples = 0;
  proc.onRead = (path) => {
    if (path === "stat") samples += 1;
  };
  const [one, other] = await Promise.all([stats.figures(), stats.figures()]);
  assert.equal(one, other);
  assert.equal(samples, 1);
  await stats.figures();
  assert.equal(samples, 2);
});

test("a failure says which statistics, and does not stay", async () => {
  const { proc, stats } = setUp();
  const files = [
    ["meminfo", "memory"],
    ["loadavg", "load"],
    ["stat", "process"],
  ] as const;
  for (const [file, what] of files) {
    const text = proc.files.get(file) ?? assert.fail();
    proc.files.delete(file);
    await assert.rejects(stats.figures(), {
      code: "failed",
      message: `cannot get ${what} statistics`,
    });
    proc.files.set(file, text);
  }
  assert.ok(await stats.figures());
});

test("no figure is negative or not a number, whatever the counters do", async () => {
  const counter = fc.nat(1_000_000);
  const step = fc.record({
    cpu: fc.tuple(counter, counter, counter, counter),
    utime: counter,
    stime: counter,
    rss: fc.integer(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
      const { proc, stats } = setUp();
      for (const { cpu, ...process } of steps) {
        proc.setCpu(...cpu);
        proc.processes.set(1, { name: "a", ...process });
        const { usage } = await stats.figures();
        for (const { user, system, residentBytes } of usage.byCpu) {
          assert.ok(user >= 0 && user <= 100, String(user));
          assert.ok(system >= 0 && system <= 100, String(system));
          assert.ok(residentBytes >= 0);
        }
        assert.ok(usage.cycles.total >= 0);
      }
    }),
  );
});
