/** ghaf-runner of root whose QEMU has an account of its own: what that may do, what it can reach, and what is left. */

import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { until } from "../process/until.ts";
import { fieldOf, isRunning, qemuIn, startRunner } from "./runner-program.ts";
import { guests, stateDir } from "./state-dir.ts";

/** Every Debian machine has it, and it owns nothing. */
const ACCOUNT = "nobody";
const UID = "65534";

/**
 * Networks and mounts of its own for a command, with a bridge, and with /dev/net/tun
 * as udev makes it: without udev it may be for root alone.
 */
const INSIDE = [
  ...["unshare", "--net", "--mount", "--propagation", "private", "--"],
  ...["sh", "-ec"],
  `mount -t tmpfs none /mnt
   mknod -m 0666 /mnt/tun c 10 200
   mount --bind /mnt/tun /dev/net/tun
   ip link add br0 type bridge
   exec "$@"`,
  "sh",
];

/** With a disk that QEMU reads, one that it writes, and a card on the bridge. */
async function ownedDir(t: TestContext): Promise<string> {
  return await stateDir(t, {
    guest: guests.halted,
    argv: [
      ...["-netdev", "tap,id=n0,ifname=tap-app-vm,script=no,downscript=no"],
      ...["-device", "virtio-net-pci,netdev=n0,romfile="],
      ...["-drive", "id=root,file=guest.rom,format=raw,if=none,read-only=on"],
      ...["-device", "virtio-blk-pci,drive=root"],
      ...["-drive", "id=d,file=data.img,format=raw,if=none,discard=unmap"],
      ...["-device", "virtio-blk-pci,drive=d,serial=data"],
    ],
    spec: {
      user: ACCOUNT,
      taps: [{ name: "tap-app-vm", bridge: "br0" }],
      volumes: [{ file: "data.img", sizeMib: 16, autoCreate: true }],
    },
  });
}

async function qemuOf(folder: string): Promise<number> {
  const found = () => qemuIn(join(folder, "qemu"));
  await until("QEMU runs", () => found().length === 1);
  return found()[0] ?? 0;
}

/** What a process sees of the host's files. */
async function checkView(pid: number, folder: string): Promise<void> {
  const root = `/proc/${pid}/root`;
  const links = ["bin", "lib", "lib64", "sbin"];
  const top = await readdir(root);
  const [, first = ""] = folder.split("/");
  assert.deepEqual(
    top.filter((name) => !links.includes(name)).sort(),
    ["dev", "etc", "proc", "sys", "usr", first].sort(),
  );
  const etc = await readdir(join(root, "etc"));
  assert.deepEqual(
    etc.filter((name) => name !== "ld.so.cache"),
    [],
  );
  assert.deepEqual(await readdir(join(root, folder)), ["qemu"]);
  const mounts = await readFile(`/proc/${pid}/mountinfo`, "utf8");
  const rights = mounts.split("\n").flatMap((line) => {
    const [, , , , place = "", options] = line.split(" ");
    return place === "/" || place === "/usr" ? [options] : [];
  });
  assert.equal(rights.length, 2, mounts);
  for (const one of rights) assert.match(one ?? "", /^ro,nosuid,nodev/);
  assert.match(mounts, / - proc \S+ rw,hidepid=invisible,subset=pid$/m);
}

test("QEMU is its account and nothing more, and nothing is left of it", async (t) => {
  const folder = await ownedDir(t);
  const runner = startRunner(t, folder, INSIDE);
  await runner.said("QEMU runs");
  const pid = await qemuOf(folder);
  assert.equal(fieldOf(pid, "Uid:"), Array(4).fill(UID).join(" "));
  assert.equal(fieldOf(pid, "Gid:"), Array(4).fill(UID).join(" "));
  assert.equal(fieldOf(pid, "Groups:"), "");
  assert.equal(fieldOf(pid, "NoNewPrivs:"), "1");
  assert.equal(Number.parseInt(fieldOf(pid, "CapEff:"), 16), 0);
  await checkView(pid, folder);

  const { code, stderr } = await runner.stop();
  assert.equal(code, 0, stderr);
  assert.deepEqual((await readdir(folder)).sort(), [
    ...["console.log", "data.img", "guest.rom", "spec.json", "status.json"],
  ]);
  const { uid, mode } = await stat(join(folder, "data.img"));
  assert.deepEqual([uid, mode & 0o777], [0, 0o600]);
});

test("it dies with a runner that is killed, and the next one starts", async (t) => {
  const folder = await ownedDir(t);
  const killed = startRunner(t, folder, INSIDE);
  await killed.said("QEMU runs");
  const pid = await qemuOf(folder);
  await killed.kill();
  await until("QEMU is gone", () => !isRunning(pid));
  const next = startRunner(t, folder, INSIDE);
  await next.said("QEMU runs");
  const { code, stderr } = await next.stop();
  assert.equal(code, 0, stderr);
});

test("an account that does not exist is refused with its remedy", async (t) => {
  const spec = { user: "ghaf-absent" };
  const folder = await stateDir(t, { guest: guests.halted, spec });
  const { code, stderr } = await startRunner(t, folder).finished();
  assert.equal(code, 1);
  assert.match(
    stderr,
    /account ghaf-absent, which QEMU is to run as, does not exist: useradd --system /,
  );
});
