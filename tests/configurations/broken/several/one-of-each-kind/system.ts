// An unknown option, a wrong value, a conflict, a cycle, a function that throws and a check, in three files.
import { defineSystem, hardwareDefinitions } from "@ghaf/system";
import { desktop } from "./modules/desktop.ts";
import { network } from "./modules/network.ts";

export default defineSystem({
  imports: [desktop, network, hardwareDefinitions["qemu-vm"]],
  ghaf: {
    layout: "default",
    build: "debug",
    users: { accounts: { enable: true, user: "jane", name: "Jane Doe" } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw", ramMb: "1024", cores: 2 }],
        },
      },
    },
  },
});
