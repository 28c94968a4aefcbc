/** Reads an image lock from a file that people may have edited. */

import type { PinnedPackage } from "../debian/pinned-package.ts";
import { ImageError } from "../image-error.ts";
import type { ImageLock, PackageSet } from "./image-lock.ts";

/**
 * Takes the value after JSON.parse. Fields that are not known are left behind. Throws ImageError
 * "lock-invalid" that names the field.
 */
export function parseImageLock(untrusted: unknown): ImageLock {
  const lock = objectAt(untrusted, "packages");
  const sets = objectAt(lock["sets"], "packages.sets");
  return {
    suite: wordAt(lock["suite"], "packages.suite", suiteName),
    kernel: packageAt(lock["kernel"], "packages.kernel"),
    busybox: packageAt(lock["busybox"], "packages.busybox"),
    base: setAt(lock["base"], "packages.base"),
    sets: Object.fromEntries(
      Object.entries(sets).map(([name, set]) => [
        wordAt(name, "packages.sets", setName),
        setAt(set, `packages.sets.${name}`),
      ]),
    ),
  };
}

const suiteName = /^[a-z][a-z0-9-]*$/;
const setName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
/** Debian Policy 5.6.1. */
const packageName = /^[a-z0-9][a-z0-9+.-]+$/;
/** Debian Policy 5.6.12. */
const packageVersion = /^[0-9][A-Za-z0-9.+:~-]*$/;
const architectureName = /^(?:amd64|all)$/;
const hash = /^[0-9a-f]{64}$/;

function setAt(untrusted: unknown, path: string): PackageSet {
  const set = objectAt(untrusted, path);
  const wanted = listAt(set["wanted"], `${path}.wanted`);
  const packages = listAt(set["packages"], `${path}.packages`);
  return {
    wanted: wanted.map((name, index) =>
      wordAt(name, `${path}.wanted[${index}]`, packageName),
    ),
    packages: packages.map((one, index) =>
      packageAt(one, `${path}.packages[${index}]`),
    ),
  };
}

function packageAt(untrusted: unknown, path: string): PinnedPackage {
  const one = objectAt(untrusted, path);
  const word = (field: string, form: RegExp) =>
    wordAt(one[field], `${path}.${field}`, form);
  return {
    name: word("name", packageName),
    version: word("version", packageVersion),
    architecture: word("architecture", architectureName),
    sha256: word("sha256", hash),
    bytes: countAt(one["bytes"], `${path}.bytes`),
  };
}

function objectAt(untrusted: unknown, path: string): Record<string, unknown> {
  const plain =
    typeof untrusted === "object" &&
    untrusted !== null &&
    !Array.isArray(untrusted);
  if (!plain) throw invalid(path, "is not an object");
  return { ...untrusted };
}

function listAt(untrusted: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(untrusted)) throw invalid(path, "is not a list");
  return untrusted;
}

function wordAt(untrusted: unknown, path: string, form: RegExp): string {
  if (typeof untrusted === "string" && form.test(untrusted)) return untrusted;
  throw invalid(path, `is ${shown(untrusted)}, not in the form ${form.source}`);
}

function countAt(untrusted: unknown, path: string): number {
  if (Number.isSafeInteger(untrusted) && Number(untrusted) > 0) {
    return Number(untrusted);
  }
  throw invalid(path, `is ${shown(untrusted)}, not a whole number above 0`);
}

function shown(untrusted: unknown): string {
  const text = JSON.stringify(untrusted) ?? "absent";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function invalid(path: string, reason: string): ImageError {
  return new ImageError(
    "lock-invalid",
    path,
    `${reason}: \`ghaf lock update\` writes it anew`,
  );
}
