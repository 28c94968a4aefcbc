/** Words in settings of QEMU, where a comma begins the next one. */

import { narrowed, t } from "@ghaf/module-system";
import { namesMatch } from "./attribute-names.ts";
import { textForm } from "./text-form.ts";

/** A model and what is switched on or off in it. */
export const cpuModel = textForm({
  expected: "a processor model like “max” or “Skylake-Client,-sgx”",
  pattern: /^[A-Za-z0-9][\w.-]*(?:,[+-]?[\w.=-]+)*$/,
  max: 256,
});

const value = textForm({
  expected: "a value of letters, digits and “_.:+-”",
  pattern: /^[\w.:+-]+$/,
  max: 128,
});

export const machineSettings = narrowed(
  t.attributesOf(value),
  "machine settings named like “mem-merge”",
  namesMatch(/^[a-z][a-z0-9-]*$/, 64),
);

/** `romfile=,x-igd-opregion=on`. */
export const deviceSettings = textForm({
  expected: "settings like “rombar=0,x-vga=on”, separated by commas",
  pattern: /^[a-z][\w.-]*=[\w./:+-]*(?:,[a-z][\w.-]*=[\w./:+-]*)*$/,
  max: 512,
});

/** A PCI address, or what picks out a USB device. */
export const hostDevice = textForm({
  expected:
    "a PCI address like “0000:00:1f.3”, or a USB device like “vendorid=0x1050,productid=0x0407” or “hostbus=3,hostport=8”",
  pattern:
    /^(?:[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]|vendorid=0x[0-9a-f]{4},productid=0x[0-9a-f]{4}|hostbus=[1-9]\d{0,2},hostport=[1-9]\d?(?:\.[1-9]\d?){0,5})$/,
});
