/** The runner of a VM. */

import type { HardenedUnit } from "@ghaf/system";
import { RARE, without } from "../capability-sets.ts";
import { coreWithout, refused, SECLUDED } from "../core.ts";
import { type Hardening, ON_HOST } from "../hardening.ts";

export const virtualMachineUnits = {
  "microvm@": {
    ...ON_HOST,
    directives: {
      // Node makes code as it runs, and QEMU does where there is no KVM; KVM, taps and passed devices are
      // devices; and in PrivateUsers root could neither open a tap nor give QEMU its account.
      ...coreWithout(
        ...(["ProtectKernelTunables", "ProtectClock"] as const),
        "MemoryDenyWriteExecute",
      ),
      ...SECLUDED,
      // A share's virtiofsd shuts itself into mounts, processes and networks of its own.
      RestrictNamespaces: { without: ["cgroup", "ipc", "user", "uts"] },
      // For that it needs SYS_ADMIN and SYS_CHROOT, and FOWNER for files of others; QEMU, which is ended too, has an account of its own.
      ...without(RARE, ["KILL", "FOWNER", "SYS_CHROOT"]),
      ...refused({ but: ["@mount", "@resources"] }),
    },
  },
} as const satisfies Partial<Record<HardenedUnit, Hardening>>;
