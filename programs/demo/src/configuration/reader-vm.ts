/** A VM that is off until something in it is asked for. It reads what app-vm serves, and reaches nothing else. */

import { defineModule } from "@ghaf/system";

export const readerVm = defineModule({
  ghaf: {
    networking: { flows: [{ from: "reader-vm", to: "app-vm", port: 8080 }] },
    virtualization: {
      microvm: {
        appvm: {
          vms: [
            {
              name: "reader",
              ramMb: 256,
              cores: 1,
              packages: ["busybox"],
              applications: [
                {
                  name: "read",
                  command: "/usr/bin/busybox wget -T 5 -q -O -",
                  args: ["url"],
                },
              ],
              extraModules: [{ microvm: { autostart: false } }],
            },
          ],
        },
      },
    },
  },
});
