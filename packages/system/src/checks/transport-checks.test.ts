/** Ways between machines. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsOf, type Planted } from "./testing.ts";

const CASES: readonly Planted[] = [
  {
    mistake: "an IPv4 address for vsock",
    definition: { ghaf: { givc: { adminConfig: { protocol: "vsock" } } } },
    found: [
      "error ghaf.givc.adminConfig.addr: is 192.168.100.10, but the protocol is vsock; give the vsock number of a VM, or choose another protocol",
    ],
  },
  {
    mistake: "a host name for a socket",
    definition: {
      ghaf: { givc: { adminConfig: { protocol: "unix", addr: "admin-vm" } } },
    },
    found: [
      "error ghaf.givc.adminConfig.addr: is admin-vm, but the protocol is unix; give the absolute path of a socket, or choose another protocol",
    ],
  },
  {
    mistake: "a socket for TCP",
    definition: {
      ghaf: { givc: { adminConfig: { addr: "/run/givc.sock" } } },
    },
    found: [
      "error ghaf.givc.adminConfig.addr: is /run/givc.sock, but the protocol is tcp; give a host name or an IPv4 address, or choose another protocol",
    ],
  },
  {
    mistake: "half a page of shared memory",
    definition: {
      ghaf: { shm: { enable: true, memSize: 16, hugePageSz: "1G" } },
    },
    found: [
      "error ghaf.shm.memSize: is 16 MiB, which is no whole number of pages of 1G; make it 1024, or choose smaller pages",
    ],
  },
  {
    mistake: "too few slots of shared memory",
    definition: {
      ghaf: {
        shm: {
          ...{ enable: true, enable_host: true, instancesCount: 1 },
          vms_enabled: ["mail-vm"],
        },
      },
    },
    found: [
      "error ghaf.shm.instancesCount: is 1, but 2 machines join the memory; leave it out, so that it is counted",
    ],
  },
  {
    mistake: "two frames for one VM",
    definition: {
      ghaf: {
        graphics: {
          labwc: {
            securityContext: [{ identifier: "mail-vm", color: "#00ff00" }],
          },
        },
      },
    },
    found: [
      "error ghaf.graphics.labwc.securityContext[1].color: is #00ff00 for mail-vm, which has the colour #630505 already; say the colour of a VM once, in borderColor of the VM",
    ],
  },
];

for (const { mistake, definition, found } of CASES) {
  test(mistake, () => assert.deepEqual(findingsOf(definition), found));
}

test("what agrees is no mistake", () => {
  const said = findingsOf({
    ghaf: {
      givc: { adminConfig: { protocol: "vsock", addr: "10" } },
      shm: {
        ...{ enable: true, memSize: 2048, hugePageSz: "1G" },
        ...{ vms_enabled: ["mail-vm"], instancesCount: 0 },
      },
      graphics: {
        labwc: {
          securityContext: [{ identifier: "mail-vm", color: "#630505" }],
        },
      },
    },
  });
  assert.deepEqual(said, []);
});
