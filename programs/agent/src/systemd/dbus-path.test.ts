/** Object paths: known ones, and every name comes back from its path. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unitOfPath, unitPath } from "./dbus-path.ts";

const KNOWN: Readonly<Record<string, string>> = {
  "sshd.service": "sshd_2eservice",
  "microvm@app-vm.service": "microvm_40app_2dvm_2eservice",
  "-.mount": "_2d_2emount",
  "9p.mount": "_39p_2emount",
  "a9.service": "a9_2eservice",
  "dev-disk\\x2da.device": "dev_2ddisk_5cx2da_2edevice",
  "": "_",
};

test("bytes outside the alphabet and a leading digit are escaped", () => {
  for (const [unit, label] of Object.entries(KNOWN)) {
    const path = `/org/freedesktop/systemd1/unit/${label}`;
    assert.equal(unitPath(unit), path);
    assert.equal(unitOfPath(path), unit);
  }
});

test("every name comes back from its path, which is a valid one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (unit) => {
      const path = unitPath(unit);
      assert.match(path, /^\/[A-Za-z0-9_]+(\/[A-Za-z0-9_]+)*$/);
      assert.equal(unitOfPath(path), unit);
    }),
  );
});

test("a path that is no unit's has none", () => {
  for (const path of [
    "/org/freedesktop/systemd1",
    "/org/freedesktop/systemd1/unit/",
    "/org/freedesktop/systemd1/unit/a_2",
    "/org/freedesktop/systemd1/unit/a_zz",
    "/org/freedesktop/systemd1/unit/a-b",
    "/org/freedesktop/systemd1/job/1",
  ]) {
    assert.equal(unitOfPath(path), undefined, path);
  }
});
