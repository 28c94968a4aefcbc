/** Paths that are written into units, command lines and configuration files, where spaces, quotes, `$` and `%` have meanings of their own. */

import { pathForm, textForm } from "./text-form.ts";

/** PATH_MAX of Linux without the final zero. */
const PATH_MAX = 4095;
/** NAME_MAX of Linux. */
const NAME_MAX = 255;

const ABSOLUTE = {
  expected:
    "an absolute path like “/etc/ghaf/key.pem”, of letters, digits and “/._+@:,=~-”, without “.” and “..” as parts",
  pattern:
    /^\/(?!\.{1,2}(\/|$))[\w.+@:,=~-]*(\/(?!\.{1,2}(\/|$))[\w.+@:,=~-]+)*$/,
  max: PATH_MAX,
} as const;

/** An option of type path. */
export const absolutePath = pathForm(ABSOLUTE);

/** An option of type string that holds a path. */
export const absolutePathText = textForm(ABSOLUTE);

/**
 * Where a file system of its own may be mounted in a VM: not over what boots it, its programs,
 * its configuration or its certificates.
 */
export const mountPoint = textForm({
  ...ABSOLUTE,
  expected: `${ABSOLUTE.expected}, that is not “/”, /bin, /etc, /lib, /run, /run/givc, /sbin or /usr, nor in /dev, /proc or /sys`,
  pattern: new RegExp(
    `^(?!/$|/(?:bin|etc|lib\\w*|run|run/givc|sbin|usr)$|/(?:dev|proc|sys)(?:/|$))(?:${ABSOLUTE.pattern.source})`,
  ),
});

/** Below a directory that the option names: `ssh/get-auth-keys`. */
export const relativePath = textForm({
  expected:
    "a path like “ssh/get-auth-keys” that does not begin with “/”, of letters, digits and “/._+@:,=~-”, without “.” and “..” as parts",
  pattern:
    /^(?!\.{1,2}(\/|$))[\w.+@:,=~-]+(\/(?!\.{1,2}(\/|$))[\w.+@:,=~-]+)*$/,
  max: PATH_MAX,
});

/** The last part of a path. */
export const fileName = textForm({
  expected:
    "a file name of letters, digits, “.”, “_” and “-” that does not begin with “.” or “-”",
  pattern: /^\w[\w.-]*$/,
  max: NAME_MAX,
});
