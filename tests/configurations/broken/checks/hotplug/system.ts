// Rules for USB devices lead to no VM, and say nothing.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: { memoryMiB: 16384 },
      usb: {
        vhotplug: {
          enable: true,
          rules: [
            {
              name: "draw-vm",
              qmpSocket: "/var/lib/microvms/draw-vm/draw-vm.sock",
              usbPassthrough: [{ description: "all of them" }, { subclass: 1 }],
              evdevPassthrough: { enable: true, pcieBusPrefix: "xx" },
            },
          ],
        },
      },
    },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "read", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
