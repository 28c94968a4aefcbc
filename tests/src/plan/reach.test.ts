/** Who reaches whom, measured through the packet filters of the plan, is what the plan says. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

function measured() {
  const script = join(import.meta.dirname, "reach-main.js");
  const argv = [
    ...["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
    ...[process.execPath, script],
  ];
  const options = { encoding: "utf8", timeout: 120_000 } as const;
  const { status, stdout, stderr } = spawnSync("unshare", argv, options);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test("host and VMs reach each other as the table of connections says, a forged address reaches nobody, nor does a socket of a QEMU that is no network", () => {
  const { reached, expected, heard, sockets, answered } = measured();
  assert.ok(expected.includes("one-vm two-vm 8086"));
  assert.deepEqual(reached, expected);
  assert.equal(heard, "honest");
  assert.deepEqual(sockets, ["network", "other"]);
  assert.equal(answered, "an answer", "a QEMU that others connect to");
});
