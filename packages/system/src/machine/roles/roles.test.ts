/** What each system VM is, what it accepts and what it keeps (spec 2.3, 2.5, 2.16). */

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { defineSystem, type SystemDefinition } from "../../define-system.ts";
import { evaluateSystem } from "../../evaluate-system.ts";
import { hardwareDefinitions } from "../../hardware/hardware-definitions.ts";
import type { Vm } from "../vm.ts";

function vmsOf(more: SystemDefinition["ghaf"] = {}): readonly Vm[] {
  const { system, problems } = evaluateSystem(
    defineSystem({
      imports: [
        hardwareDefinitions["lenovo-x1-carbon-gen11"],
        defineSystem({ ghaf: more }),
      ],
      ghaf: {
        reference: { profiles: { "mvp-user-trial": { enable: true } } },
        virtualization: {
          microvm: { idsvm: { enable: true, mitmproxy: { enable: true } } },
        },
      },
    }),
  );
  const errors = problems.filter(({ level }) => level === "error");
  assert.deepEqual(errors, []);
  return system?.vms ?? [];
}

const vms = vmsOf();

function vm(name: string): Vm {
  const found = vms.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

test("the virtual machines of system VMs are those of the reference", () => {
  const facts = vms
    .filter(({ role }) => role !== "app")
    .map(({ name, pins, hypervisor, restartIfChanged }) => [
      ...[name, pins.mac, pins.address, pins.cid, restartIfChanged],
      ...[hypervisor.memory.size, hypervisor.vcpu, hypervisor.qemu.machine],
    ]);
  assert.deepEqual(facts, [
    ["admin-vm", "02:00:00:ad:01:01", 10, null, true, 512, 1, null],
    ["audio-vm", "02:00:00:03:03:03", 5, null, true, 384, 2, "q35"],
    ["gui-vm", "02:00:00:02:02:02", 3, 3, true, 12_288, 2, "q35"],
    ["ids-vm", "02:00:00:01:01:02", 4, null, true, 512, 1, null],
    ["net-vm", "02:00:00:01:01:01", 1, null, false, 512, 1, "q35"],
  ]);
  assert.ok(vms.every(({ autostart }) => autostart));
});

/** `9000 tcp admin-vm`. */
function openings(name: string): readonly string[] {
  return vm(name)
    .openings.filter(({ port }) => port !== 22)
    .map(({ port, protocol, from }) => `${port} ${protocol} ${from}`);
}

test("a VM accepts what its role is asked, from those who ask", () => {
  assert.deepEqual(openings("net-vm"), [
    ...["53 tcp any", "53 udp any", "3128 tcp business-vm"],
    ...["9000 tcp admin-vm", "9010 tcp gui-vm"],
  ]);
  assert.deepEqual(openings("gui-vm"), [
    ...["1200 tcp business-vm", "1200 tcp chrome-vm", "1200 tcp comms-vm"],
    "9000 tcp admin-vm",
  ]);
  assert.deepEqual(openings("audio-vm"), [
    ...["4713 tcp business-vm", "4713 tcp chrome-vm", "4713 tcp comms-vm"],
    ...["4714 tcp gui-vm", "9000 tcp admin-vm", "9011 tcp gui-vm"],
  ]);
  assert.deepEqual(openings("admin-vm"), ["9001 tcp any", "9999 tcp any"]);
  assert.deepEqual(openings("ids-vm"), ["8080 tcp any", "8081 tcp gui-vm"]);
  assert.deepEqual(openings("gala-vm"), ["9000 tcp admin-vm"]);
  assert.deepEqual(openings("comms-vm"), [
    ...["2947 tcp any", "9000 tcp admin-vm"],
  ]);
});

test("developers reach every VM from the host and the desktop only", () => {
  for (const { name, openings: all } of vms) {
    const from = all.filter(({ port }) => port === 22).map((one) => one.from);
    assert.deepEqual(from, ["ghaf-host", "gui-vm"], name);
  }
});

test("a VM keeps what its role is for, and zathura-vm and ids-vm nothing", () => {
  const kept = (name: string) =>
    vm(name).storage?.directories.map(({ path, mode }) => [path, mode]);
  assert.deepEqual(kept("net-vm"), [
    ["/etc/NetworkManager/system-connections", "0700"],
  ]);
  assert.deepEqual(kept("gui-vm"), [["/var/lib/fprint", "0700"]]);
  assert.deepEqual(kept("audio-vm"), [["/var/lib/bluetooth", "0700"]]);
  assert.ok(vm("admin-vm").storage?.files.includes("/etc/timezone.conf"));
  const [home] = vm("gui-vm").storage?.homes ?? [];
  assert.deepEqual(
    home?.directories.map(({ path }) => path),
    [".cache", ".config", ".local", "Pictures", "Videos"],
  );
  assert.equal(vm("zathura-vm").storage, null);
  assert.equal(vm("ids-vm").storage, null);
});

test("shared files: the desktop sees all of them, a member its own", () => {
  const sources = vms
    .filter(({ hypervisor }) => hypervisor.shares.length > 0)
    .map(({ name, hypervisor }) => [name, hypervisor.shares[0]?.source]);
  const root = "/storagevm/shared/shares";
  assert.deepEqual(sources, [
    ["business-vm", `${root}/Unsafe-business-vm-share`],
    ["chrome-vm", `${root}/Unsafe-chrome-vm-share`],
    ["comms-vm", `${root}/Unsafe-comms-vm-share`],
    ["gui-vm", root],
  ]);
});

test("a guest module has the last word about its VM", () => {
  const changed = vmsOf({
    virtualization: {
      microvm: {
        netvm: {
          extraModules: [
            {
              microvm: { mem: 768, kernelParams: ["quiet"] },
              ghaf: { storagevm: { enable: false } },
              packages: ["iperf3"],
              files: { "/etc/motd": { text: "hello\n" } },
            },
          ],
        },
      },
    },
    reference: {
      profiles: {
        "laptop-x86": { netvmExtraModules: [{ packages: ["mtr-tiny"] }] },
      },
    },
  }).find(({ role }) => role === "net");
  assert.equal(changed?.hypervisor.memory.size, 768);
  assert.deepEqual(changed?.kernel.params, ["quiet"]);
  assert.equal(changed?.storage, null);
  assert.ok(changed?.packages.includes("iperf3"));
  assert.ok(changed?.packages.includes("mtr-tiny"));
  assert.ok(changed?.packages.includes("network-manager"));
  assert.deepEqual(changed?.files[0]?.path, "/etc/motd");
});
