/** Options of memory that VMs share: `ghaf.shm`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { absolutePath } from "../values/file-path.ts";
import { count, memoryAddress, memoryMiB } from "../values/number.ts";
import { vmName } from "../values/vm-name.ts";
import { offOption } from "./flag.ts";

const origin = "tag";

export const shmOptions = {
  enable: offOption(
    "Gives the named VMs one region of memory in common, served by a process on the host.",
    { origin },
  ),
  memSize: option(memoryMiB, {
    default: 16,
    description: "Size of the region in MiB, reserved as huge pages at boot.",
    origin,
  }),
  hugePageSz: option(t.oneOf("2M", "1G"), {
    default: "2M",
    description: "Size of the huge pages that hold the region.",
    origin,
  }),
  hostSocketPath: option(absolutePath, {
    default: "/tmp/ivshmem_socket",
    description: "The socket on the host where VMs join the region.",
    origin,
  }),
  flataddr: option(memoryAddress, {
    default: "0x920000000",
    description: "Where guests see the region in their physical memory.",
    origin,
  }),
  vms_enabled: option(t.listOf(vmName), {
    default: [],
    description: "The VMs that join the region.",
    origin,
  }),
  enable_host: offOption("Makes the host join the region too.", { origin }),
  instancesCount: option(count, {
    default: 0,
    description:
      "How many join; each has a slot and two interrupt vectors. 0: as many as there are VMs in the list, and the host if it joins.",
    origin,
  }),
  serverSocketPath: option(absolutePath, {
    default: "/run/user/1000/memsocket-server.sock",
    description:
      "The socket in application VMs at which their windows enter the region.",
    origin,
  }),
  clientSocketPath: option(absolutePath, {
    default: "/run/user/1000/memsocket-client.sock",
    description: "The socket in gui-vm at which the windows leave the region.",
    origin,
  }),
  display: offOption(
    "Sends windows of the VMs through the region instead of vsock.",
    { origin },
  ),
} satisfies OptionTree;
