import assert from "node:assert/strict";
import { test } from "node:test";
import { programFinder } from "./find-program.ts";
import { mustRun, runProgram } from "./run-program.ts";

test("a program is found in the search path and in the administrator's folders", async () => {
  assert.equal(await programFinder("/nowhere:/bin")("sh"), "/bin/sh");
  assert.match(await programFinder("")("ip"), /sbin\/ip$/);
});

test("a missing program is named with its Debian package", async () => {
  const find = programFinder("/nowhere");
  await assert.rejects(find("qemu-system-x86_64"), {
    code: "not-installed",
    message:
      "qemu-system-x86_64 is not installed: apt-get install qemu-system-x86",
  });
  await assert.rejects(find("/opt/own-qemu"), {
    message: "/opt/own-qemu is not installed",
  });
});

test("how a program ended is told: code, deadline, complaint", async () => {
  const run = (script: string, deadlineMs = 20_000) =>
    runProgram({ argv: ["/bin/sh", "-c", script], deadlineMs });
  const failed = await run("echo one; printf 'b\\033ad\\nmore' >&2; exit 43");
  assert.deepEqual(failed, {
    code: 43,
    isLate: false,
    stdout: "one\n",
    complaint: "b?ad",
  });
  const killed = await run("kill -9 $$");
  assert.deepEqual([killed.code, killed.isLate], [undefined, false]);
  const late = await run("exec sleep 20", 50);
  assert.deepEqual([late.code, late.isLate], [undefined, true]);
});

test("a program that must succeed fails with its own words", async () => {
  const argv = ["/bin/sh", "-c", "echo no such link >&2; exit 1"] as const;
  await assert.rejects(
    mustRun(runProgram, { argv: [...argv], deadlineMs: 20_000 }, "network"),
    { code: "network", message: `${argv.join(" ")}: no such link` },
  );
});
