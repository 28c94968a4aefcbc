/** A configuration becomes a device of real VMs: what is in them, who reaches whom, and that nothing of it is left. */

import assert from "node:assert/strict";
import {
  cp,
  readFile,
  realpath,
  rm,
  symlink,
  truncate,
} from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parseLock, reachability } from "@ghaf/plan";
import type { System } from "@ghaf/system";
import { waitFor } from "../machine/wait-for.ts";
import { BOOT_MS, Device, probedMinimal } from "./device.ts";
import {
  endProcess,
  leftOf,
  livingOf,
  machineFacts,
  processOf,
} from "./device-processes.ts";
import { measuredFrom } from "./device-reach.ts";
import { KEPT_FOLDER } from "./probed.ts";

/** What a VM tells of itself. The agent's own folder must be closed to the programs of people. */
const FACTS = `fact() { echo "$1=$2"; }
fact hostname "$(cat /proc/sys/kernel/hostname)"
fact machine-id "$(cat /etc/machine-id)"
fact addresses "$(ip -o -4 addr show dev ethint0 | awk '{print $4}' | sort | tr '\\n' ' ')"
fact system "$(systemctl is-system-running --wait)"
fact failed "$(systemctl --failed --plain --no-legend | tr '\\n' ' ')"
fact root "$(awk '$2 == "/" {print $3}' /proc/mounts | tail -1)"
fact disk "$(cat /sys/block/vda/ro) $(od -An -tx4 -j1024 -N4 /dev/vda)"
fact credentials "$(stat -c '%a %U:%G' /run/givc)"
fact key "$(stat -c '%a %U:%G' /run/givc/key.pem)"
fact nobody "$(setpriv --reuid 65534 --regid 65534 --clear-groups cat /run/givc/key.pem 2>&1 | sed 's/.*: //')"
fact rules "$(nft list tables)"
`;

/** A client that shows what it is told. While the card has another address, this shell has no connection. */
const ASKS = `
printf '%s\\n' '#!/bin/sh' '[ "$1" != bound ] ||' \
  'echo "$ip/$mask by $router names $dns"' >/run/told
chmod 755 /run/told
ask() {
  busybox udhcpc -f -n -q -t "$1" -T 2 -i ethint0 -s /run/told 2>/dev/null ||
    echo nothing
}
ask 30
read -r own </sys/class/net/ethint0/address
ip link set dev ethint0 address 02:00:00:00:00:99
other=$(ask 3)
ip link set dev ethint0 address "$own"
echo "$other"
ask 30
`;

function factsIn(text: string): Record<string, string> {
  const lines = text.trimEnd().split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1).trimEnd()];
    }),
  );
}

describe("examples/minimal as a device", () => {
  let device: Device;
  let machine: Awaited<ReturnType<typeof machineFacts>>;

  before(async () => {
    machine = await machineFacts();
    device = await Device.make(probedMinimal);
  });
  after(async () => await device.close());

  it("comes up: every VM is ready and its agent is registered", async (t) => {
    const { stderr } = await device.up();
    t.diagnostic(stderr.split("\n").filter(isLast).join("; "));
    assert.match(stderr, /the device default is up/);
    // A VM is ready a moment before the host's agent tells so.
    await device.runs([
      ...["givc-app-vm.service", "givc-ghaf-host.service"],
      ...["givc-net-vm.service", "microvm@admin-vm.service"],
      ...["microvm@app-vm.service", "microvm@net-vm.service"],
    ]);
    const spare = await device.registered("microvm@spare-vm.service");
    assert.equal(spare, "PoweredOff");
    // It takes no cgroup: what it runs in is that of who started it.
    const own = await readFile("/proc/self/cgroup", "utf8");
    assert.deepEqual((await device.trace()).cgroups, [own]);
  });

  for (const vm of ["admin-vm", "net-vm", "app-vm"]) {
    it(`${vm} is what the plan says`, async () => {
      const planned = (await device.planned()).find(({ name }) => name === vm);
      assert.ok(planned !== undefined);
      assert.deepEqual(factsIn(await device.inGuest(vm, FACTS)), {
        hostname: vm,
        "machine-id": planned.machineId,
        addresses: `${planned.address}/24 ${planned.debugAddress}/24`,
        ...{ system: "running", failed: "", root: "overlay" },
        // Read-only, and with the magic number of erofs.
        disk: "1  e0f5e1e2",
        ...{ credentials: "750 root:users", key: "440 root:users" },
        ...{ nobody: "Permission denied", rules: "table inet ghaf" },
      });
    });
  }

  it("runs already: a second up finds nothing to do", async () => {
    const { stderr } = await device.up();
    assert.match(stderr, /runs already, as configured/);
  });

  it("starts an application in a VM, pauses and resumes it, and stops it", async () => {
    const ask = ["busybox wget -q -T 5 -O - http://127.0.0.1:8080/"];
    const answer = () => device.inGuest("app-vm", `${ask} 2>&1; echo`);
    assert.match(await answer(), /refused/);
    await mustDo(device, "start", "app", "--vm", "app-vm", "web");
    // It has been executed; it listens a moment later.
    await waitFor("its answer", async () => /404/.test(await answer()));
    assert.equal(await device.registered("web@0.service"), "Running");
    await mustDo(device, "pause", "web@0.service");
    assert.equal(await device.registered("web@0.service"), "Paused");
    assert.match(await answer(), /timed out/);
    await mustDo(device, "resume", "web@0.service");
    await waitFor("its answer", async () => /404/.test(await answer()));
    await mustDo(device, "stop", "app", "web@0.service");
    assert.match(await answer(), /refused/);
    assert.equal(await device.registered("web@0.service"), undefined);
  });

  it("boots a VM that is off when an application in it is asked for", async () => {
    await mustDo(device, "start", "app", "--vm", "spare-vm", "pause");
    assert.equal(await device.registered("pause@0.service"), "Running");
    await waitFor("its agent runs", async () => {
      const agent = await device.registered("givc-spare-vm.service");
      return agent === "Running";
    });
    const found = await device.inGuest("spare-vm", "pgrep -x sleep | wc -l");
    assert.equal(found, "1\n");
  });

  it("lets connect whom the plan lets connect, and nobody else", async () => {
    const { stdout } = await device.ghaf(["eval", "--system", "-o", "json"]);
    const system: System = JSON.parse(stdout);
    const lock = await readFile(join(device.folder, "ghaf.lock.json"), "utf8");
    const { allocation } = parseLock(lock);
    const { machines, connections } = reachability(system, allocation);
    const wanted = connections
      .filter(({ protocol }) => protocol === "tcp")
      .map(({ from, to, port }) => `${from} ${to} ${port}`);
    const ports = [...new Set(connections.map(({ port }) => port)), 4444];
    const reached = await Promise.all(
      machines.map((from) => measuredFrom(device, from, { machines, ports })),
    );
    assert.deepEqual(reached.flat().sort(), wanted.sort());
  });

  it("tells a VM that asks its address, and one with another MAC nothing", async () => {
    const planned = (await device.planned()).find(
      ({ name }) => name === "app-vm",
    );
    const answers = (await device.inGuest("app-vm", ASKS)).trimEnd();
    const server = "192.168.100.1";
    const told = `${planned?.address}/24 by ${server} names ${server}`;
    assert.deepEqual(answers.split("\n"), [told, "nothing", told]);
  });

  it("is told of a VM that is killed, and has it again with what it keeps", async (t) => {
    const words = `echo kept >${KEPT_FOLDER}/word; echo lost >/var/lib/word; sync`;
    await device.inGuest("app-vm", words);
    const since = Date.now();
    const watcher = await device.watch();
    endProcess(processOf(await device.trace(), "-name", "app-vm").pid);
    const killed = performance.now();
    const seen = async (unit: string) => {
      const isOff = `"name":"${unit}"[^}]*"status":"(?!Running)`;
      await watcher.said(new RegExp(isOff), BOOT_MS);
      const afterMs = Math.round(performance.now() - killed);
      t.diagnostic(`${unit} is seen to be off ${afterMs} ms later`);
    };
    await seen("microvm@app-vm.service");
    await seen("givc-app-vm.service");
    await device.readySince("app-vm", since);
    await waitFor(
      "its agent is registered again",
      async () => {
        const agent = await device.registered("givc-app-vm.service");
        const vm = await device.registered("microvm@app-vm.service");
        return agent === "Running" && vm === "Running";
      },
      BOOT_MS,
    );
    await watcher.kill();
    const found = `cat ${KEPT_FOLDER}/word; cat /var/lib/word 2>/dev/null`;
    assert.equal(await device.inGuest("app-vm", found), "kept\n");
  });

  it("does not start a VM from an image that is damaged or not whole", async () => {
    await mustRun(device, "vm", "stop", "spare-vm");
    const current = device.path("microvms", "spare-vm", "current");
    const copy = join(device.folder, "image");
    await cp(await realpath(current), copy, { recursive: true });
    await rm(current);
    await symlink(copy, current);
    const why = async () => {
      const { code, stderr } = await device.ghaf(["vm", "start", "spare-vm"]);
      assert.equal(code, 1, stderr);
      const { outcome } = await device.status("spare-vm");
      return `${outcome?.kind}: ${outcome?.reason}`;
    };
    await truncate(join(copy, "root.erofs"), 1 << 20);
    assert.match(await why(), /^failed: .*root\.erofs is damaged.*ghaf build/);
    await rm(join(copy, "vmlinux"));
    assert.match(await why(), /^failed: .*vmlinux does not exist.*ghaf build/);
  });

  it("ends in order: applications, systems, the admin; nothing of it is left", async () => {
    const trace = await device.trace();
    await mustRun(device, "down");
    const ends = await Promise.all(
      ["app-vm", "net-vm", "admin-vm"].map((vm) => device.status(vm)),
    );
    assert.deepEqual(
      ends.map(({ outcome }) => outcome?.kind),
      ["stopped", "stopped", "stopped"],
    );
    const times = ends.map(({ sinceUnixMs }) => sinceUnixMs);
    assert.deepEqual(times, [...times].sort());
    assert.deepEqual(await leftOf(trace), []);
    assert.deepEqual(await machineFacts(), machine);
  });

  it("leaves nothing when all of it is killed at once", async () => {
    const since = Date.now();
    await mustRun(device, "up", "system.ts", "--no-wait");
    await Promise.all(
      ["app-vm", "net-vm", "admin-vm"].map((vm) => device.begun(vm, since)),
    );
    const trace = await device.trace();
    for (const { pid } of trace.processes) endProcess(pid);
    await waitFor(
      "it is gone",
      async () => (await livingOf(trace)).length === 0,
    );
    // Names of sockets in its folder cannot go by themselves.
    await mustRun(device, "down");
    assert.deepEqual(await leftOf(trace), []);
    assert.deepEqual(await machineFacts(), machine);
  });
});

async function mustRun(device: Device, ...words: readonly string[]) {
  const { code, stdout, stderr } = await device.ghaf(words, BOOT_MS);
  assert.equal(code, 0, `ghaf ${words.join(" ")}: ${stderr}${stdout}`);
}

function isLast(line: string): boolean {
  return /^images:|agent registered|admin answers/.test(line);
}

async function mustDo(device: Device, ...words: readonly string[]) {
  const { code, stdout, stderr } = await device.givcCli(...words);
  assert.equal(code, 0, `givc-cli ${words.join(" ")}: ${stderr}${stdout}`);
}
