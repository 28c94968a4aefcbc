/** The address of a PCI function on the host. */

import { textForm } from "./text-form.ts";

/** Domain, bus, device 00 to 1f, function 0 to 7, as the kernel names folders below /sys/bus/pci/devices. */
export const pciAddress = textForm({
  expected:
    "a PCI address like “0000:00:1f.3” (domain:bus:device.function in lower-case hexadecimal)",
  pattern: /^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/,
});
