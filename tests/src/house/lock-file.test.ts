/** `npm ci` accepts the lock file on every machine. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { checkout } from "./sources.ts";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

it("package-lock.json has every optional package; node tools/complete-lock.mjs adds them", () => {
  const text = readFileSync(join(checkout, "package-lock.json"), "utf8");
  const locked: Record<string, LockedPackage> = JSON.parse(text).packages;
  const optional = Object.values(locked).flatMap(
    ({ optionalDependencies = {} }) => Object.keys(optionalDependencies),
  );
  assert.ok(optional.length > 0);
  const paths = Object.keys(locked);
  const missing = optional.filter(
    (name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)),
  );
  assert.deepEqual(missing, []);
});

it("package-lock.json names no registry", () => {
  const text = readFileSync(join(checkout, "package-lock.json"), "utf8");
  const { packages } = JSON.parse(text);
  const resolved = Object.entries<{ resolved?: string; link?: boolean }>(
    packages,
  ).filter(([, entry]) => entry.resolved !== undefined && !entry.link);
  assert.deepEqual(resolved, []);
});
