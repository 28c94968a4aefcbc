/** USB devices: where they are plugged in, their short names and class numbers. */

import { narrowed, t } from "@ghaf/module-system";
import { textForm } from "./text-form.ts";

/** The kernel numbers buses from 1. */
export const usbBus = textForm({
  expected: "the number of a USB bus like “3”",
  pattern: /^[1-9][0-9]{0,2}$/,
});

/** Ports from the root hub down; USB allows five hubs between (USB 2.0, section 4.1.1). */
export const usbPort = textForm({
  expected: "a USB port like “3”, or “1.2” behind a hub",
  pattern: /^[1-9][0-9]?(\.[1-9][0-9]?){0,5}$/,
});

export const deviceName = textForm({
  expected:
    "a device name like “cam0”: letters, digits, “-” and “_”, at most 32 characters",
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  max: 32,
});

/** Class, subclass or protocol of a USB interface. */
export const usbClassNumber = narrowed(
  t.integer,
  "a USB class number from 0 to 255",
  (value) => value >= 0 && value <= 255,
);
