/** What a device lives through: its processes killed one after the other and all at once, busy guests, and every way to stop and start. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { BOOT_MS, Device, probedMinimal } from "../vm/device.ts";
import {
  endProcess,
  leftOf,
  machineFacts,
  processOf,
} from "../vm/device-processes.ts";
import { KEPT_FOLDER } from "../vm/probed.ts";

const VMS = ["admin-vm", "app-vm", "net-vm"] as const;
const RUNNING = [
  ...["givc-app-vm.service", "givc-ghaf-host.service", "givc-net-vm.service"],
  ...VMS.map((vm) => `microvm@${vm}.service`),
];

/** What the instance says of itself. */
async function stateOf(device: Device) {
  return JSON.parse(await readFile(device.path("state.json"), "utf8"));
}

async function allReadySince(device: Device, since: number): Promise<void> {
  await Promise.all(VMS.map((vm) => device.readySince(vm, since)));
}

describe("a device that runs", () => {
  let device: Device;
  before(async () => {
    device = await Device.make(probedMinimal);
    await device.up();
  });
  after(async () => await device.close());
  afterEach(async () => {
    await device.runs(RUNNING);
    await waitFor("nobody is dead and still there", async () => {
      const { processes } = await device.trace();
      return processes.every(({ words }) => words.length > 0);
    });
  });

  const qemu = async (vm: string) =>
    processOf(await device.trace(), "-name", vm).pid;

  it("starts a VM again whose runner was killed, and no QEMU outlives it", async () => {
    const since = Date.now();
    const before = await qemu("net-vm");
    const folder = device.path("microvms", "net-vm");
    endProcess(processOf(await device.trace(), "run", folder).pid);
    await device.readySince("net-vm", since);
    const { processes } = await device.trace();
    assert.ok(processes.every(({ pid }) => pid !== before));
  });

  it("knows everything again when admin-vm's QEMU was killed", async () => {
    const since = Date.now();
    endProcess(await qemu("admin-vm"));
    await device.readySince("admin-vm", since);
  });

  it("has its VMs again when the host's agent was killed", async () => {
    const since = Date.now();
    const config = device.path("host", "agent-config.json");
    endProcess(processOf(await device.trace(), "-config", config).pid);
    await allReadySince(device, since);
    await waitFor("one restart is told", async () => {
      const { phase, agentRestarts } = await stateOf(device);
      return phase === "running" && agentRestarts === 1;
    });
  });

  it("has its way out again when its passt was killed", async () => {
    const since = Date.now();
    const passt = async () =>
      processOf(await device.trace(), "passt", "--foreground").pid;
    const before = await passt();
    endProcess(before);
    await device.readySince("net-vm", since);
    assert.notEqual(await passt(), before);
    await waitFor("it has no problem any more", async () => {
      return (await stateOf(device)).problem === null;
    });
  });

  it("pauses a VM and resumes it", async () => {
    const vm = "microvm@app-vm.service";
    await mustDo(device, "vm", "pause", "app-vm");
    const paused = await device.status("app-vm");
    assert.deepEqual(
      [paused.phase, await device.registered(vm)],
      ["paused", "Paused"],
    );
    assert.equal((await device.givcCli("resume", vm)).code, 0);
    assert.equal((await device.status("app-vm")).phase, "ready");
    assert.equal(await device.inGuest("app-vm", "echo here"), "here\n");
  });

  it("stops a VM that is busy, and loses nothing that it keeps", async () => {
    const busy = `echo written >${KEPT_FOLDER}/word
for index in 1 2 3 4; do (setsid sh -c 'while :; do :; done' &) ; done
(setsid sh -c 'while :; do dd if=/dev/zero of=${KEPT_FOLDER}/noise bs=1M count=16 2>/dev/null; done' &)`;
    await device.inGuest("app-vm", busy);
    await mustDo(device, "vm", "stop", "app-vm");
    const { outcome } = await device.status("app-vm");
    assert.equal(outcome?.kind, "stopped");
    await mustDo(device, "vm", "start", "app-vm");
    const word = await device.inGuest("app-vm", `cat ${KEPT_FOLDER}/word`);
    assert.equal(word, "written\n");
  });

  it("reboots: all VMs stop, and all come again", async () => {
    const since = Date.now();
    const { code, stderr } = await device.givcCli("reboot");
    assert.equal(code, 0, stderr);
    await allReadySince(device, since);
  });
});

async function mustDo(device: Device, ...words: readonly string[]) {
  const { code, stdout, stderr } = await device.ghaf(words, BOOT_MS);
  assert.equal(code, 0, `ghaf ${words.join(" ")}: ${stderr}${stdout}`);
}

describe("the ends of a device", () => {
  let device: Device;
  let machine: Awaited<ReturnType<typeof machineFacts>>;

  before(async () => {
    machine = await machineFacts();
    device = await Device.make(probedMinimal);
  });
  after(async () => await device.close());

  it("goes on starting when whoever waits for it is interrupted", async () => {
    const first = device.startGhaf("up", "system.ts");
    await waitFor(
      "it starts",
      async () => first.stderr.includes("admin-vm: booting"),
      BOOT_MS,
    );
    const { code } = await first.stop("SIGINT");
    assert.equal(code, 130, first.stderr);
    assert.match(first.stderr, /goes on starting without this command/);
    const { stderr } = await device.up();
    assert.match(stderr, /runs already, as configured/);
    await device.runs(RUNNING);
  });

  it("powers off in order: applications, systems, the admin", async () => {
    const trace = await device.trace();
    await device.inGuest("app-vm", `echo kept >${KEPT_FOLDER}/word`);
    const { code, stderr } = await device.givcCli("poweroff");
    assert.equal(code, 0, stderr);
    await waitFor(
      "it has ended",
      async () =>
        (await leftOf(trace)).every((line) => line.startsWith("file")),
      BOOT_MS,
    );
    const ends = await Promise.all(
      ["app-vm", "net-vm", "admin-vm"].map((vm) => device.status(vm)),
    );
    assert.deepEqual(
      ends.map(({ outcome }) => outcome?.kind),
      ["stopped", "stopped", "stopped"],
    );
    const times = ends.map(({ sinceUnixMs }) => sinceUnixMs);
    assert.deepEqual(times, times.toSorted());
    assert.deepEqual(await machineFacts(), machine);
  });

  it("comes up again with what it keeps", async () => {
    await device.up();
    const word = await device.inGuest("app-vm", `cat ${KEPT_FOLDER}/word`);
    assert.equal(word, "kept\n");
  });

  it("ends with its first process, whatever that does not do any more", async () => {
    const trace = await device.trace();
    endProcess(trace.first);
    await waitFor("nothing is left", async () =>
      (await leftOf(trace)).every((line) => line.startsWith("file")),
    );
    const { code, stderr } = await device.ghaf(["down"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await leftOf(trace), []);
    assert.deepEqual(await machineFacts(), machine);
  });

  it("stops while it is starting", async () => {
    const since = Date.now();
    await mustDo(device, "up", "system.ts", "--no-wait");
    await device.begun("app-vm", since);
    const trace = await device.trace();
    await mustDo(device, "down");
    assert.deepEqual(await leftOf(trace), []);
  });
});
