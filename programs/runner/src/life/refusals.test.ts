import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { leftovers, refused, running, stateDir } from "../fake-qemu/fake-vm.ts";

describe("a VM that cannot start", () => {
  test("QEMU's own reason is said", async (t) => {
    const { folder } = await stateDir(t, ["refuses"]);
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: app-vm does not start: QEMU ended with 1: qemu: could not load kernel\n",
    );
    assert.deepEqual(await leftovers(folder), []);
  });

  test("a missing kernel and a missing archive are named", async (t) => {
    const kernel = ["-kernel", "current/vmlinux"];
    const without = await stateDir(t, kernel);
    assert.equal(
      await refused(t, without.folder),
      "ghaf-runner: kernel current/vmlinux does not exist\n",
    );
    const variant = {
      accelerator: "tcg",
      argv: [process.execPath, "{initrd}"],
    };
    const { folder } = await stateDir(t, [], {
      variants: [variant],
      initrds: ["secrets.cpio"],
    });
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: initial RAM disk secrets.cpio does not exist\n",
    );
    assert.deepEqual(await leftovers(folder), []);
  });

  test("a QEMU that is not installed is named with its package", async (t) => {
    const argv = ["qemu-system-aarch64"];
    const { folder } = await stateDir(t, [], {
      variants: [{ accelerator: "tcg", argv }],
    });
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: qemu-system-aarch64 is not installed: apt-get install qemu-system-arm\n",
    );
  });

  test("more memory than there is is refused with both numbers", async (t) => {
    const { folder } = await stateDir(t, [], { memoryMib: 4_000_000_000 });
    assert.match(
      await refused(t, folder),
      /app-vm may take 4000000000 MiB of memory, and this machine has \d+ MiB to give/,
    );
  });

  test("a second runner of the same VM is refused, and the first goes on", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    assert.equal(
      await refused(t, vm.folder),
      "ghaf-runner: another runner has this VM: it answers at ghaf-runner.sock\n",
    );
    vm.child.kill("SIGTERM");
    assert.equal((await vm.ended).code, 0);
  });

  test("a socket that another program has is named", async (t) => {
    const { folder } = await stateDir(t, []);
    const server = createServer().listen(join(folder, "runner.sock"));
    await once(server, "listening");
    t.after(() => server.close());
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: socket runner.sock is in use: another program answers there\n",
    );
  });

  test("a damaged specification is refused with its places", async (t) => {
    const { folder } = await stateDir(t, [], { taps: [{ name: "tap0" }] });
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: spec.json: taps[0].bridge: expected an interface name of 1 to 15 characters, got nothing\n",
    );
    await writeFile(join(folder, "spec.json"), "{");
    assert.match(
      await refused(t, folder),
      /^ghaf-runner: spec\.json is not JSON: /,
    );
  });

  test("a directory that is not there is named", async (t) => {
    const { folder } = await stateDir(t, []);
    assert.match(
      await refused(t, join(folder, "absent")),
      /absent cannot be entered: ENOENT/,
    );
  });
});
