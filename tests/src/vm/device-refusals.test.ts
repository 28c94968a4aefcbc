/** What a machine or its other programs make impossible is told in plain words, before any VM runs. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import { run } from "../machine/command.ts";
import { waitFor } from "../machine/wait-for.ts";
import { stateOf } from "../process/process-table.ts";
import { type Program, starter } from "../process/program.ts";
import { BOOT_MS, Device, imports } from "./device.ts";

const minimal = `${imports.defineSystem}${imports.minimal}
export default defineSystem({ imports: [minimal] });
`;

/** More than this machine has, on a device that believes to have it. */
const immense = `import { force } from "@ghaf/module-system";
${imports.defineSystem}${imports.minimal}
export default defineSystem({
  imports: [minimal],
  ghaf: {
    hardware: { definition: { memoryMiB: force(1_000_000) } },
    virtualization: {
      microvm: { appvm: { vms: [{ name: "huge", ramMb: 900_000, cores: 1 }] } },
    },
  },
});
`;

/** Has folders of this machine, of which one is not there and one is everybody's. */
const sharing = (...sources: readonly string[]) => `
${imports.defineSystem}${imports.minimal}
const shares = ${JSON.stringify(sources)}.map((source, index) => ({
  tag: "data" + index, source, mountPoint: "/srv/data" + index,
}));
export default defineSystem({
  imports: [minimal],
  ghaf: {
    virtualization: {
      microvm: {
        appvm: {
          vms: [{
            ...{ name: "shares", ramMb: 192, cores: 1 },
            extraModules: [{ microvm: { shares } }],
          }],
        },
      },
    },
  },
});
`;

/** Runs the rest of its arguments where the program of the first is a file that nobody can run. */
const WITHOUT = 'mount --bind /dev/null "$(command -v "$0")" && exec "$@"';

describe("a device that cannot be", () => {
  let device: Device;
  before(async () => {
    device = await Device.make(minimal);
  });
  after(async () => await device.close());

  it("needs root", async () => {
    // In a namespace without any mapping root is nobody.
    const { code, stderr } = await run(
      ["unshare", "--user", process.execPath, starter("ghaf"), "up"],
      { env: device.env },
    );
    assert.equal(code, 1, stderr);
    assert.match(stderr, /this machine cannot run VMs as it is/);
    assert.match(stderr, /root/);
  });

  it("needs QEMU, and says which package has it", async () => {
    const up = [process.execPath, starter("ghaf"), "up"];
    const hidden = ["sh", "-c", WITHOUT, "qemu-system-x86_64", ...up];
    const { code, stderr } = await run(["unshare", "--mount", ...hidden], {
      env: device.env,
    });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /qemu-system-x86_64 is not installed/);
    assert.match(stderr, /apt-get install -y .*qemu-system-x86/);
  });

  it("says why it does not use the processor's own virtualisation", async () => {
    const { stdout } = await device.ghaf(["doctor", "-o", "json"]);
    const rows: readonly { name: string; state: string; what: string }[] =
      JSON.parse(stdout);
    const row = rows.find(({ name }) => name === "accelerator");
    assert.ok(row !== undefined, stdout);
    // Where it works, there is nothing to explain.
    assert.match(row.what, row.state === "ok" ? /kvm/ : /KVM|kvm/);
  });

  it("gives way to another command that works on it", async () => {
    const first = await atWork(device);
    const { code, stderr } = await device.ghaf(["up", "system.ts"]);
    assert.equal(code, 1);
    assert.match(stderr, /another ghaf command is working on the device/);
    await giveUp(device, first);
  });

  it("does not take a port of another program", async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await once(other, "listening");
    const port = String((other.address() as AddressInfo).port);
    const words = ["up", "system.ts", "--port", port];
    const { code, stderr } = await device.ghaf(words, BOOT_MS);
    assert.equal(code, 1, stderr);
    const why = `port ${port} of 127.0.0.1 is in use by another process`;
    assert.ok(stderr.includes(why), stderr);
  });

  it("says which folders it does not share, before it builds anything", async () => {
    const gone = device.path("gone");
    await device.configure(sharing(gone, "/usr/share"));
    const { code, stderr } = await device.ghaf(["up", "system.ts"]);
    assert.equal(code, 1, stderr);
    for (const cause of [
      `shares-vm: folder ${gone} of the share data0 does not exist: mkdir -p ${gone}`,
      "shares-vm: folder /usr/share of the share data1 can be reached by others than root: ",
    ]) {
      assert.ok(stderr.includes(cause), stderr);
    }
    // Nor has it looked what there is to build.
    assert.doesNotMatch(stderr, /^images?\b/m);
  });

  it("says which VM has no memory to run in", async () => {
    await device.configure(immense);
    const { code, stderr } = await device.ghaf(["up", "system.ts"], BOOT_MS);
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^error: huge-vm may take \d+ MiB of memory, /m);
    const down = await device.ghaf(["down", "--now"]);
    assert.equal(down.code, 0, down.stderr);
  });
});

/** A command that has the device and stands still. One that stood still too late is given up. */
async function atWork(device: Device): Promise<Program> {
  const lock = device.path("command.lock");
  for (;;) {
    const first = device.startGhaf("up", "system.ts");
    await waitFor("it has the device", async () => {
      return first.stderr.includes("booting") || (await isLocked(lock));
    });
    first.signal("SIGSTOP");
    await waitFor("it stands still", () => stateOf(first.pid) === "T");
    if (await isLocked(lock)) return first;
    await giveUp(device, first);
  }
}

/** With what it has started. */
async function giveUp(device: Device, first: Program): Promise<void> {
  await first.kill();
  const lock = device.path("command.lock");
  await waitFor("nobody has it", async () => !(await isLocked(lock)));
  const { code, stderr } = await device.ghaf(["down", "--now"]);
  assert.equal(code, 0, stderr);
}

/** As the kernel lists it (proc_locks(5)): who tries by locking keeps others out. */
async function isLocked(path: string): Promise<boolean> {
  const { ino } = await stat(path);
  const locks = await readFile("/proc/locks", "utf8");
  return locks
    .split("\n")
    .some((line) => line.includes(" FLOCK ") && line.includes(`:${ino} `));
}
