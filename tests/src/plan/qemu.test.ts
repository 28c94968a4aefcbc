/** The argument lists of the examples before QEMU itself, emulating: it makes every machine, with all devices that need no other machine. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fromJson } from "@bufbuild/protobuf";
import { LaunchSpecSchema } from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import { plannedFiles, textOf } from "./golden-trees.ts";
import { judge, stateFolder } from "./qemu-judge.ts";

const folder = mkdtempSync(join(tmpdir(), "ghaf-qemu-"));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const file of plannedFiles(/\/spec\.json$/)) {
  const spec = fromJson(LaunchSpecSchema, JSON.parse(textOf(file)));
  test(`QEMU makes ${spec.vm} of ${file.example}`, async (t) => {
    const own = join(folder, file.example, spec.vm);
    const files = spec.volumes.map((volume) => volume.file);
    stateFolder(own, files);
    const variant = spec.variants.find((one) => one.accelerator === "tcg");
    const { status, said, absent } = await judge({
      folder: own,
      argv: variant?.argv ?? [],
      socket: spec.controlSocket,
    });
    for (const option of absent) t.diagnostic(`without ${option}`);
    assert.deepEqual([status, said], ["prelaunch", ""]);
  });
}

test("QEMU refuses a device that there is not", async () => {
  const own = join(folder, "refused");
  stateFolder(own, []);
  const argv = ["qemu-system-x86_64", "-M", "q35", "-device", "virtio-none"];
  const { status, said } = await judge({ folder: own, argv, socket: "x.sock" });
  assert.equal(status, "ended");
  assert.match(said, /virtio-none/);
});
