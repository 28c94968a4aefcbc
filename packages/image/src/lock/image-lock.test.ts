import assert from "node:assert/strict";
import { test } from "node:test";
import { guestPackages } from "../guest-packages.ts";
import {
  type ImageLock,
  packagesOf,
  setOf,
  unresolvedSets,
} from "./image-lock.ts";
import { parseImageLock } from "./parse-image-lock.ts";

const pinned = (name: string, version = "1:2.3~rc1-4+deb13u1") => ({
  ...{ name, version, architecture: "amd64", bytes: 12 },
  sha256: Buffer.from(name.padEnd(32)).toString("hex").slice(0, 64),
});

const lock: ImageLock = {
  suite: "trixie",
  kernel: pinned("linux-image-6.12.1-cloud-amd64"),
  busybox: pinned("busybox-static"),
  base: { wanted: [...guestPackages].sort(), packages: [pinned("systemd")] },
  sets: {
    "app-vm": { wanted: ["busybox"], packages: [pinned("busybox")] },
    "net-vm": { wanted: [], packages: [] },
  },
};

test("a lock is read as it was written", () => {
  assert.deepEqual(parseImageLock(JSON.parse(JSON.stringify(lock))), lock);
});

test("what is wrong is named by its place, with the next step", () => {
  const broken = (change: object) => () =>
    parseImageLock({ ...lock, ...change });
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ sets: [] }, /^packages\.sets: is not an object/],
    [{ kernel: { ...lock.kernel, name: "../x" } }, /^packages\.kernel\.name: /],
    [
      { base: { wanted: [], packages: [{ ...pinned("a1"), bytes: -1 }] } },
      /^packages\.base\.packages\[0\]\.bytes: is -1/,
    ],
    [
      { busybox: { ...lock.busybox, version: "1 --option" } },
      /^packages\.busybox\.version: .*ghaf lock update/,
    ],
    [
      { busybox: { ...lock.busybox, sha256: "AB" } },
      /^packages\.busybox\.sha256: /,
    ],
    [
      { sets: { a: { wanted: ["-o"], packages: [] } } },
      /^packages\.sets\.a\.wanted\[0\]: is "-o"/,
    ],
    [{ sets: { "../a": lock.base } }, /^packages\.sets: is "\.\.\/a"/],
    [{ suite: undefined }, /^packages\.suite: is absent/],
  ];
  for (const [change, message] of cases) {
    assert.throws(broken(change), { code: "lock-invalid", message });
  }
  assert.throws(() => parseImageLock({}), { code: "lock-invalid" });
});

test("sets that the lock has for other packages, or not at all, are told", () => {
  assert.deepEqual(unresolvedSets(lock, { "app-vm": ["busybox"] }), []);
  assert.deepEqual(
    unresolvedSets(lock, {
      ...{ "app-vm": ["busybox", "sl"], "net-vm": [] },
      ...{ "new-vm": [], constructor: [] },
    }),
    ["app-vm", "new-vm", "constructor"],
  );
  const old = { ...lock, base: { wanted: ["dash"], packages: [] } };
  assert.deepEqual(unresolvedSets(old, {}), ["base"]);
  assert.throws(() => setOf(lock, "toString"), {
    code: "lock-invalid",
    message: /which has app-vm, net-vm: `ghaf lock update`/,
  });
});

test("a package that several images have is fetched once", () => {
  const twice = { ...lock.sets, other: lock.sets["app-vm"] ?? lock.base };
  const names = packagesOf({ ...lock, sets: twice }).map(({ name }) => name);
  assert.deepEqual(names, [
    ...["linux-image-6.12.1-cloud-amd64", "busybox-static", "systemd"],
    "busybox",
  ]);
});
