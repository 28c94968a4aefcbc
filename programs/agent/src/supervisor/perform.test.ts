import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../systemd/contract/until.ts";
import { perform } from "./perform.ts";

test("a program that does not end in its time is killed, with its children", async () => {
  const groups: number[] = [];
  const done = perform({
    command: ["/bin/sh", "-c", "sleep 3600 & echo waiting; wait"],
    environment: { PATH: process.env["PATH"] ?? "" },
    deadlineMs: 50,
    onStarted: (group) => groups.push(group),
  });
  await assert.rejects(done, /^Error: it did not end within 50 ms$/);
  const [group = 0] = groups;
  await until("the end of its group", () => {
    try {
      process.kill(-group, 0);
      return undefined;
    } catch {
      return true;
    }
  });
});

test("whoever left the group and holds its output keeps nobody waiting", async () => {
  const script = "setsid sleep 12 & exit 0";
  await perform({
    command: ["/bin/sh", "-c", script],
    environment: { PATH: process.env["PATH"] ?? "" },
    deadlineMs: 10_000,
    onStarted: () => {},
  });
});
