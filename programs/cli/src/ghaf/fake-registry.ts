/** For tests: the rows of a small device. One VM runs, one is off. */

import type { MessageInitShape } from "@bufbuild/protobuf";
import type { QueryListItemSchema } from "@ghaf/api/proto/admin/admin";

export type FakeItem = MessageInitShape<typeof QueryListItemSchema>;

export function fakeItem(
  name: string,
  kind: readonly [vmType: string, serviceType: string],
  more: FakeItem = {},
): FakeItem {
  return {
    Name: name,
    Description: "",
    VmStatus: "Running",
    TrustLevel: "Warning",
    VmType: kind[0],
    ServiceType: kind[1],
    AgentName: name,
    ...more,
  };
}

export function fakeApp(name: string, more: FakeItem = {}): FakeItem {
  return fakeItem(name, ["AppVM", "App"], {
    VmName: "app-vm",
    AgentName: "givc-app-vm.service",
    ...more,
  });
}

export const DEVICE: readonly FakeItem[] = [
  fakeItem("givc-ghaf-host.service", ["Host", "Mgr"], {
    Description: "the host's agent",
  }),
  fakeItem("microvm@net-vm.service", ["SysVM", "VM"], {
    VmStatus: "PoweredOff",
    VmName: "net-vm",
    Description: "networking",
  }),
  fakeItem("microvm@app-vm.service", ["AppVM", "VM"], { VmName: "app-vm" }),
  fakeItem("givc-app-vm.service", ["AppVM", "Mgr"], { VmName: "app-vm" }),
  fakeItem("sshd.service", ["AppVM", "Svc"]),
  fakeApp("foot@10.service"),
  fakeApp("foot@2.service", { VmStatus: "Paused" }),
  fakeApp("chat@0.service", { Description: "talk\u001b[31m to\npeople" }),
];
