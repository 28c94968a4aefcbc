/** What tells machines apart, how much memory they have, and which devices. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { force } from "@ghaf/module-system";
import fc from "fast-check";
import type { SystemDefinition } from "../define-system.ts";
import { evaluateSystem } from "../evaluate-system.ts";
import type { AppVmDefinition } from "../options/virtualization-app-vm.ts";
import { deviceWith, findingsOf, type Planted } from "./testing.ts";

/** More application VMs. */
function withVms(
  ...vms: readonly Partial<AppVmDefinition>[]
): SystemDefinition {
  const whole = vms.map((vm, index) => ({
    ...{ name: `vm${index}`, ramMb: 256, cores: 1, ...vm },
  }));
  return { ghaf: { virtualization: { microvm: { appvm: { vms: whole } } } } };
}

const withSecurityKey = {
  extraModules: [
    {
      microvm: {
        devices: [{ bus: "usb", path: "vendorid=0x1050,productid=0x0407" }],
      },
    },
  ],
} as const satisfies Partial<AppVmDefinition>;

const CASES: readonly Planted[] = [
  {
    mistake: "two VMs with one name, said once",
    definition: withVms(
      { name: "same", macAddress: "02:00:00:09:00:01", cid: 200 },
      { name: "same", macAddress: "02:00:00:09:00:01", cid: 200 },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].name: makes a second VM with the name same-vm; the first is ghaf.virtualization.microvm.appvm.vms[1].name; give each VM a name of its own",
    ],
  },
  {
    mistake: "one MAC address in two spellings",
    definition: withVms(
      { macAddress: "02:00:00:09:00:aa" },
      { macAddress: "02:00:00:09:00:AA" },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].macAddress: gives vm1-vm the MAC address 02:00:00:09:00:aa, which vm0-vm has already (ghaf.virtualization.microvm.appvm.vms[1].macAddress); give each interface a MAC address of its own, or null, to have one allocated",
    ],
  },
  {
    mistake: "the MAC address of a system VM",
    definition: withVms({ macAddress: "02:00:00:02:02:02" }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].macAddress: gives vm0-vm the MAC address 02:00:00:02:02:02, which gui-vm has already (ghaf.virtualization.microvm.guivm.enable); give each interface a MAC address of its own, or null, to have one allocated",
    ],
  },
  {
    mistake: "the MAC address of an interface of a guest module",
    definition: withVms(
      { macAddress: "02:00:00:09:00:aa" },
      {
        extraModules: [
          {
            microvm: {
              interfaces: [
                { type: "tap", id: "tap-more", mac: "02:00:00:09:00:aa" },
              ],
            },
          },
        ],
      },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].extraModules: gives vm1-vm the MAC address 02:00:00:09:00:aa, which vm0-vm has already (ghaf.virtualization.microvm.appvm.vms[1].macAddress); give each interface a MAC address of its own, or null, to have one allocated",
    ],
  },
  {
    mistake: "one CID for two VMs",
    definition: withVms({ cid: 200 }, { cid: 200 }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].cid: gives vm1-vm the vsock CID 200, which vm0-vm has already (ghaf.virtualization.microvm.appvm.vms[1].cid); choose another CID, or 0 to have one allocated",
    ],
  },
  {
    mistake: "the CID of gui-vm",
    definition: withVms({ cid: 3 }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].cid: gives vm0-vm the vsock CID 3, which gui-vm has already (ghaf.virtualization.microvm.guivm.vsockCID); choose another CID, or 0 to have one allocated",
    ],
  },
  {
    mistake: "a CID that a guest module repeats",
    definition: withVms(
      { cid: 200 },
      { extraModules: [{ microvm: { vsock: { cid: 200 } } }] },
    ),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].extraModules: gives vm1-vm the vsock CID 200, which vm0-vm has already (ghaf.virtualization.microvm.appvm.vms[1].cid); choose another CID, or 0 to have one allocated",
    ],
  },
  {
    mistake: "a CID that follows from a place",
    definition: withVms({ name: "chrome" }, { cid: 100 }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].cid: gives vm1-vm the vsock CID 100, which chrome-vm has already (ghaf.virtualization.microvm.appvm.vsockBaseCID); choose another CID, or 0 to have one allocated",
    ],
  },
  {
    mistake: "the interface of another VM",
    definition: withVms({
      extraModules: [
        { microvm: { interfaces: [{ type: "tap", id: "tap-mail-vm" }] } },
      ],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives vm0-vm the host's interface tap-mail-vm, which mail-vm has already (ghaf.virtualization.microvm.appvm.vms[0].name); give each interface an id of its own",
    ],
  },
  {
    mistake: "one storage for two VMs",
    definition: withVms({
      extraModules: [{ ghaf: { storagevm: { name: force("mail") } } }],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives vm0-vm the storage mail, which mail-vm has already (ghaf.virtualization.microvm.appvm.vms[0].extraModules); set ghaf.storagevm.name to another name in one of them",
    ],
  },
  {
    mistake: "one agent's name for two VMs",
    definition: withVms({
      extraModules: [{ ghaf: { givc: { appvm: { name: "mail-vm" } } } }],
    }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].extraModules: gives vm0-vm the agent's name mail-vm, which mail-vm has already (ghaf.virtualization.microvm.appvm.vms[0].extraModules); set ghaf.givc.appvm.name to another name in one of them",
    ],
  },
  {
    mistake: "memory with which QEMU hangs",
    definition: withVms({ ramMb: 2048 }),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[1].ramMb: gives vm0-vm exactly 2048 MiB, with which QEMU hangs at the start; give it 2047 or 2049 MiB",
    ],
  },
  {
    mistake: "memory with which QEMU hangs, of a guest module",
    definition: {
      ghaf: {
        virtualization: {
          microvm: { netvm: { extraModules: [{ microvm: { mem: 2048 } }] } },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.netvm.extraModules: gives net-vm exactly 2048 MiB, with which QEMU hangs at the start; give it 2047 or 2049 MiB",
    ],
  },
  {
    mistake: "hardly any memory",
    definition: withVms({ ramMb: 96 }),
    found: [
      "warning ghaf.virtualization.microvm.appvm.vms[1].ramMb: gives vm0-vm 96 MiB, in which Debian hardly starts; give it 128 MiB or more",
    ],
  },
  {
    mistake: "more memory than there is, even with balloons",
    definition: {
      ghaf: { hardware: { definition: { memoryMiB: 8192 } } },
    },
    found: [
      "error ghaf.hardware.definition.memoryMiB: is 8192, but the VMs need 14336 MiB even when every balloon is inflated: gui-vm 12288, net-vm 512, admin-vm 512 and 3 more; give VMs less, leave VMs out, or use a machine with more than 14336 MiB",
    ],
  },
  {
    mistake: "more memory than there is, unless balloons are inflated",
    definition: {
      ghaf: {
        hardware: { definition: { memoryMiB: 16_384 } },
        virtualization: {
          microvm: {
            appvm: { vms: [{ name: "big", ramMb: 8192, cores: 4 }] },
          },
        },
      },
    },
    found: [
      "warning ghaf.hardware.definition.memoryMiB: is 16384, but the VMs may use 22912 MiB: gui-vm 12288, big-vm 8192, net-vm 512 and 4 more; give VMs less, or do not run all of them at once",
    ],
  },
  {
    mistake: "memory of the machine is not known",
    definition: { ghaf: { hardware: { definition: { memoryMiB: null } } } },
    found: [
      "hint ghaf.hardware.definition.memoryMiB: is not known, so that the 14720 MiB of all VMs were not checked against it; give the memory of the machine in MiB",
    ],
  },
  {
    mistake: "one PCI device of the definition in two VMs",
    definition: {
      ghaf: {
        hardware: {
          definition: {
            host: { kernelConfig: { kernelParams: ["amd_iommu=on"] } },
            network: { pciDevices: [{ path: "0000:00:1f.3" }] },
            audio: { pciDevices: [{ path: "0000:00:1f.3" }] },
          },
        },
      },
    },
    found: [
      "error ghaf.hardware.definition.audio.pciDevices[0].path: gives the PCI device 0000:00:1f.3 to net-vm and audio-vm; it is in ghaf.hardware.definition.network.pciDevices[0].path already; give each device to one VM, once",
    ],
  },
  {
    mistake: "one PCI device twice in a definition",
    definition: {
      ghaf: {
        hardware: {
          definition: {
            host: { kernelConfig: { kernelParams: ["iommu=pt"] } },
            network: {
              pciDevices: [{ path: "0000:00:14.3" }, { path: "0000:00:14.3" }],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.hardware.definition.network.pciDevices[1].path: gives the PCI device 0000:00:14.3 to net-vm twice; it is in ghaf.hardware.definition.network.pciDevices[0].path already; give each device to one VM, once",
    ],
  },
  {
    mistake: "a PCI device of the definition that a guest module takes",
    definition: {
      ghaf: {
        hardware: {
          definition: {
            host: { kernelConfig: { kernelParams: ["intel_iommu=on"] } },
            network: { pciDevices: [{ path: "0000:00:14.3" }] },
          },
        },
        virtualization: {
          microvm: {
            adminvm: {
              extraModules: [
                {
                  microvm: { devices: [{ bus: "pci", path: "0000:00:14.3" }] },
                },
              ],
            },
          },
        },
      },
    },
    found: [
      "error ghaf.virtualization.microvm.adminvm.extraModules: gives the PCI device 0000:00:14.3 to net-vm and admin-vm; it is in ghaf.hardware.definition.network.pciDevices[0].path already; give each device to one VM, once",
    ],
  },
  {
    mistake: "a USB device in two VMs",
    definition: withVms(withSecurityKey, withSecurityKey),
    found: [
      "error ghaf.virtualization.microvm.appvm.vms[2].extraModules: gives the USB device vendorid=0x1050,productid=0x0407 to vm0-vm and vm1-vm; it is in ghaf.virtualization.microvm.appvm.vms[1].extraModules already; give each device to one VM, once",
    ],
  },
  {
    mistake: "a PCI device without an IOMMU",
    definition: {
      ghaf: {
        hardware: {
          definition: {
            host: { kernelConfig: { kernelParams: ["intel_iommu=off"] } },
            network: { pciDevices: [{ path: "0000:00:14.3" }] },
          },
        },
      },
    },
    found: [
      'error ghaf.hardware.definition.host.kernelConfig.kernelParams: does not turn the IOMMU on, which the PCI device 0000:00:14.3 of net-vm needs; add "intel_iommu=on", or "amd_iommu=on" on a machine with an AMD processor',
    ],
  },
  {
    mistake: "a USB device in a machine without PCI",
    definition: {
      ghaf: {
        virtualization: {
          microvm: {
            idsvm: {
              extraModules: [
                {
                  microvm: {
                    qemu: { machine: "microvm" },
                    devices: [{ bus: "usb", path: "hostbus=3,hostport=8" }],
                  },
                },
              ],
            },
          },
        },
      },
    },
    found: [
      'error ghaf.virtualization.microvm.idsvm.extraModules: gives ids-vm a USB controller, but its machine microvm has no PCI for one; set microvm.qemu.machine to "q35"',
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("machines that differ are no mistake", () => {
  const said = findingsOf(
    withVms(
      { macAddress: "02:00:00:09:00:01", cid: 200 },
      { macAddress: "02:00:00:09:00:02", cid: 201 },
      { ramMb: 2047 },
      { ramMb: 2049 },
      {
        ramMb: 2048,
        extraModules: [
          {
            microvm: {
              hypervisor: "cloud-hypervisor",
              interfaces: [{ type: "tap", id: "tap-more" }],
            },
          },
        ],
      },
    ),
  );
  assert.deepEqual(said, []);
});

test("a thing that two have leads to both places", () => {
  const mac = "02:00:00:09:00:01";
  const { problems } = evaluateSystem(
    deviceWith(withVms({ macAddress: mac }, { macAddress: mac })),
  );
  const places = problems
    .filter(({ path }) => path.endsWith("macAddress"))
    .map((problem) => problem.places.map(({ path }) => path.join(".")));
  const vms = "ghaf.virtualization.microvm.appvm.vms";
  assert.deepEqual(places, [[`${vms}.1.macAddress`, `${vms}.0.macAddress`]]);
});

test("as many findings as VMs beyond the first of each address, in any order", () => {
  const vm = fc.record({
    macAddress: fc
      .integer({ min: 1, max: 5 })
      .map((last) => `02:00:00:09:00:0${last}`),
    cid: fc.oneof(fc.constant(0), fc.integer({ min: 200, max: 204 })),
  });
  fc.assert(
    fc.property(fc.array(vm, { maxLength: 8 }), (vms) => {
      const macs = new Set(vms.map(({ macAddress }) => macAddress));
      const cids = vms.map(({ cid }) => cid).filter((cid) => cid !== 0);
      const expected =
        vms.length - macs.size + (cids.length - new Set(cids).size);
      assert.equal(findingsOf(withVms(...vms)).length, expected);
    }),
    { numRuns: 25 },
  );
});
