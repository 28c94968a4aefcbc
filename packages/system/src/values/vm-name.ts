/** How VMs are called: application VMs where they are declared, and any VM where one is referred to. */

import { textForm } from "./text-form.ts";

/** With `-vm` these are the VMs of the platform itself, or the host. */
export const RESERVED_NAMES = [
  "admin",
  "audio",
  "gui",
  "host",
  "ids",
  "net",
] as const;

/** Spec 4.5 row 3. Host, unit and socket are called `<name>-vm`, the interface `tap-<name>-vm` with at most 15 characters. */
export const appVmName = textForm({
  expected: `1 to 8 characters of a-z, 0-9 and “-”, beginning with a letter, like “chrome”; ${RESERVED_NAMES.join(", ")} are taken`,
  pattern: new RegExp(`^(?!(${RESERVED_NAMES.join("|")})$)[a-z][a-z0-9-]*$`),
  max: 8,
});

export const vmName = textForm({
  expected:
    "the name of a VM like “chrome-vm”: a-z, 0-9 and “-”, beginning with a letter, at most 32 characters",
  pattern: /^[a-z][a-z0-9-]*$/,
  max: 32,
});
