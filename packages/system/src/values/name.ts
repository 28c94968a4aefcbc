/** Names of hosts, users, units and the like. They reach unit files, command lines and file names, so each form lists what it may have. */

import { textForm } from "./text-form.ts";

/** One part of a host name, in lower case (RFC 1123 section 2.1). */
export const hostName = textForm({
  expected:
    "a name like “net-vm”: lower-case letters, digits and “-”, beginning with a letter, at most 63 characters",
  pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
  max: 63,
});

/** What is shown for a VM in menus: `Business`. */
export const vmLabel = textForm({
  expected:
    "a VM's name or label like “Business”: letters, digits and “-”, beginning with a letter",
  pattern: /^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
  max: 63,
});

/** A login name, as useradd(8) and sysusers.d(5) accept it. */
export const userName = textForm({
  expected:
    "a user name of lower-case letters, digits, “_” and “-”, beginning with a letter or “_”, at most 31 characters",
  pattern: /^[a-z_][a-z0-9_-]*$/,
  max: 31,
});

/** A systemd unit, also a template; names may not be longer (UNIT_NAME_MAX, systemd.unit(5)). */
export const unitName = textForm({
  expected:
    "a unit name like “sshd.service” or “microvm@.service”: letters, digits and “:_.-”, one optional “@”, and a unit type",
  pattern:
    /^[A-Za-z0-9:_.-]+(?:@[A-Za-z0-9:_.-]*)?\.(?:service|socket|target|device|mount|automount|swap|timer|path|slice|scope)$/,
  max: 255,
});

/** A word that labels something of ours: a share, a package variant. */
export const tag = textForm({
  expected:
    "letters, digits, “.”, “_” and “-”, beginning with a letter or digit",
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  max: 64,
});
