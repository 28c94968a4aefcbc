/**
 * What an argument of an application may look like, by its text alone: the
 * grammars of flag, url and file (control-plane specification 3.6 item 3).
 */

import { posix } from "node:path";

/** Letters, digits, `_` and `-` after one dash or two; no `=` and no value. */
export function isFlag(untrusted: string): boolean {
  return /^-[A-Za-z0-9_-]+$/.test(untrusted);
}

/** Schemes of one messenger, whose remainder is judged as that of an http URL. */
const REWRITTEN = /^(?:element|io\.element\.desktop):\/*/;

/**
 * Scheme, host, port, remainder. There is no room for user info, and none for
 * white space or control characters anywhere.
 */
const HTTP_URL =
  /^https?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?)(?::\d{1,5})?(?:[/?#][^\s\u0000-\u001f\u007f]*)?$/;
const LONGEST_URL = 2083;

/** An http or https URL without user info, or what stands for one; passed on as it is. */
export function isUrl(untrusted: string): boolean {
  const judged = untrusted.replace(REWRITTEN, "http://");
  if (judged.length > LONGEST_URL || !HTTP_URL.test(judged)) return false;
  // The URL parser knows which hosts are addresses, and the range of ports.
  return URL.canParse(judged);
}

const FILE_PATH = /^\/[A-Za-z0-9 ()[\]{}/._-]*$/;

/**
 * An absolute path in its normal form. Whether there is such a file, and where,
 * its text does not say: that is `argument-files.ts`.
 */
export function isFilePath(untrusted: string): boolean {
  if (!FILE_PATH.test(untrusted) || untrusted.includes("../")) return false;
  const normal = posix.normalize(untrusted).replace(/(.)\/$/, "$1");
  return normal === untrusted;
}
