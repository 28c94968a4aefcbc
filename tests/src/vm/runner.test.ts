/** ghaf-runner with a real QEMU: guests of a few instructions, interfaces of the kernel, and what is left. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { run, succeed } from "../machine/command.ts";
import { startGuardian } from "../machine/guardian.ts";
import { starter } from "../process/program.ts";
import { until } from "../process/until.ts";
import { qemuIn, startRunner } from "./runner-program.ts";
import { guests, stateDir } from "./state-dir.ts";

test("emulation works here, and every accelerator has a verdict", async () => {
  const argv = [starter("ghaf-runner"), "probe", "--fresh"];
  const text = await succeed(argv);
  assert.match(text, /^kvm {2}(works|does not work: .+)\ntcg {2}works\n$/);
});

test("a guest that does not listen is stopped by a signal to QEMU", async (t) => {
  const folder = await stateDir(t, { guest: guests.halted });
  const runner = startRunner(t, folder);
  await runner.said("QEMU runs");
  assert.equal(qemuIn(folder).length, 1);
  const { code, stderr } = await runner.stop();
  assert.equal(code, 0, stderr);
  assert.match(stderr, /"needed":"term"/);
  assert.deepEqual(qemuIn(folder), []);
});

test("a guest that resets the machine without a word has crashed", async (t) => {
  const folder = await stateDir(t, { guest: guests.faulting });
  const { code, stderr } = await startRunner(t, folder).finished();
  assert.equal(code, 5, stderr);
  assert.match(stderr, /the guest reset itself without a word/);
});

test("QEMU's refusal is said in its words", async (t) => {
  const argv = ["-device", "no-such-device"];
  const folder = await stateDir(t, { guest: guests.halted, argv });
  const { code, stderr } = await startRunner(t, folder).finished();
  assert.equal(code, 1);
  assert.match(
    stderr,
    /app-vm does not start: QEMU ended with 1: .*no-such-device/,
  );
});

test("a port of this machine that is taken is QEMU's refusal", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const forward = `hostfwd=tcp:127.0.0.1:${port}`;
  const argv = [
    ...["-netdev", `user,id=n0,${forward}-:22`],
    ...["-device", "virtio-net-pci,netdev=n0,romfile="],
  ];
  const folder = await stateDir(t, { guest: guests.halted, argv });
  const { code, stderr } = await startRunner(t, folder).finished();
  assert.equal(code, 1, stderr);
  assert.ok(stderr.includes(forward), stderr);
});

/** A machine for a command whose KVM is there and does not work, and that nobody has tried. */
const WITHOUT_KVM = [
  ...["unshare", "--mount", "--propagation", "private", "--", "sh", "-ec"],
  `mount -t tmpfs none /run
   if test -e /dev/kvm; then mount --bind /dev/null /dev/kvm; fi
   exec "$@"`,
  "sh",
];

test("a machine whose KVM does not work emulates, and says why", async (t) => {
  const folder = await stateDir(t, {
    ...{ guest: guests.halted, accelerators: ["kvm", "tcg"] },
  });
  const runner = startRunner(t, folder, WITHOUT_KVM);
  await runner.said("QEMU runs");
  const { code, stderr } = await runner.stop();
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /an accelerator is passed over .*kvm: QEMU ended with 1/,
  );
  assert.match(stderr, /QEMU runs .*"accelerator":"tcg"/);
});

test("what a VM shows is saved, and a VM without a display says so", async (t) => {
  const dark = await stateDir(t, { guest: guests.halted });
  const shown = await stateDir(t, {
    ...{ guest: guests.halted, argv: ["-device", "VGA,romfile="] },
  });
  const save = (folder: string, file: string) =>
    run([starter("ghaf-runner"), "screendump", folder, join(folder, file)]);
  const runner = startRunner(t, shown);
  await runner.said("QEMU runs");
  for (const [file, magic] of [
    ["a.ppm", "P6"],
    ["a.png", "\u0089PNG"],
  ] as const) {
    const { code, stderr } = await save(shown, file);
    assert.equal(code, 0, stderr);
    const picture = await readFile(join(shown, file), "latin1");
    assert.ok(picture.startsWith(magic), picture.slice(0, 8));
  }
  await runner.stop();
  const other = startRunner(t, dark);
  await other.said("QEMU runs");
  const { code, stderr } = await save(dark, "a.png");
  assert.equal(code, 1);
  assert.match(stderr, /the VM has no display/);
  await other.stop();
});

test("a guest's processors stand still until they are let go", async (t) => {
  const folder = await stateDir(t, { guest: guests.halted });
  const runner = startRunner(t, folder);
  await runner.said("QEMU runs");
  const ask = (word: string) => succeed([starter("ghaf-runner"), word, folder]);
  await ask("pause");
  assert.match(await ask("status"), /^qemu +process \d+: paused$/m);
  await ask("resume");
  assert.match(await ask("status"), /^qemu +process \d+: running$/m);
  assert.equal((await runner.stop()).code, 0);
});

test("nothing is left of a VM but its volume and its log, and the tap of a killed runner goes with the next", async (t) => {
  const network = `ghaf-runner-${process.pid}`;
  const guardian = startGuardian();
  t.after(() => guardian.close());
  guardian.guard({ kind: "netns", name: network });
  await succeed(["ip", "netns", "add", network]);
  const ip = (words: string) => run(["ip", "-n", network, ...words.split(" ")]);
  await ip("link add br0 type bridge");
  const folder = await stateDir(t, {
    guest: guests.halted,
    argv: [
      "-netdev",
      "tap,id=n0,ifname=tap-app-vm,script=no,downscript=no",
      ...["-device", "virtio-net-pci,netdev=n0,romfile="],
      ...["-drive", "id=d,file=data.img,format=raw,if=none"],
      ...["-device", "virtio-blk-pci,drive=d,serial=data"],
    ],
    spec: {
      taps: [{ name: "tap-app-vm", bridge: "br0" }],
      volumes: [
        {
          ...{ file: "data.img", sizeMib: 1024, fileSystem: "ext4" },
          ...{ label: "data", autoCreate: true },
        },
      ],
    },
  });
  const inside = ["nsenter", `--net=/run/netns/${network}`, "--"];

  const killed = startRunner(t, folder, inside);
  await killed.said("QEMU runs");
  const tap = await ip("link show dev tap-app-vm");
  assert.match(tap.stdout, /master br0/);
  assert.match(tap.stdout, /LOWER_UP/, "QEMU is not on the tap");
  await killed.kill();
  await until("QEMU is gone", () => qemuIn(folder).length === 0);

  const second = startRunner(t, folder, inside);
  await second.said("QEMU runs");
  const { code, stderr } = await second.stop();
  assert.equal(code, 0, stderr);
  assert.equal((await ip("link show dev tap-app-vm")).code, 1);
  assert.deepEqual((await readdir(folder)).sort(), [
    ...["console.log", "console.log.1", "data.img", "guest.rom"],
    ...["spec.json", "status.json"],
  ]);
  const { size, blocks } = await stat(join(folder, "data.img"));
  assert.equal(size, 1024 * 1024 * 1024);
  assert.ok(blocks * 512 < size / 8);
});
