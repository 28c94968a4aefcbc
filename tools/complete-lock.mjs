/**
 * Completes package-lock.json, to be run after `npm install`. Where the registry at hand lacks
 * optional packages for other platforms, npm leaves them out of the lock file, and `npm ci` then
 * refuses it everywhere. Here they are added by name and version; npm fills in the rest where it
 * installs one.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/process.mjs";

const path = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
const missing = missingFrom(lock.packages);
const all = Object.entries({ ...lock.packages, ...missing });
all.sort(([one], [other]) => one.localeCompare(other, "en"));
lock.packages = Object.fromEntries(all);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`added: ${Object.keys(missing).length}
`);

function missingFrom(packages) {
  const found = {};
  for (const entry of Object.values(packages)) {
    for (const [name, version] of Object.entries(
      entry.optionalDependencies ?? {},
    )) {
      const place = `node_modules/${name}`;
      if (Object.keys(packages).some((key) => key.endsWith(place))) continue;
      const { cpu, libc, os } = platformOf(name);
      // In npm's order, so that npm finds nothing to change.
      found[place] = {
        version,
        ...(cpu && { cpu: [cpu] }),
        ...(entry.dev && { dev: true }),
        ...(libc && { libc: [libc] }),
        optional: true,
        ...(os && { os: [os] }),
      };
    }
  }
  return found;
}

/** What such packages say of themselves, read from names like "x-linux-arm64-musl". */
function platformOf(name) {
  const pattern =
    /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)/;
  const [, os, cpu] = pattern.exec(name) ?? [];
  const libc = name.includes("musl") ? "musl" : "glibc";
  return { os, cpu, libc: os === "linux" ? libc : undefined };
}
