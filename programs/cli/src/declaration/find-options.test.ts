import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestOptions, optionsAt, searchOptions } from "./find-options.ts";

const OPTIONS = [
  ["ghaf.graphics.launchers", "Entries of the menu."],
  ["ghaf.graphics.launchers.*.name", "Name of the entry."],
  ["ghaf.host.kernel.hardening.usb.enable", "Whether ports are closed."],
  ["ghaf.hardware.usb", "Devices."],
  ["ghaf.hardware.usbcontrol", "More devices."],
  ["ghaf.shm.service.<service>.enabled", "Shared memory of a USB service."],
].map(([name = "", description = ""]) => ({ name, description }));

function names(options: readonly { readonly name: string }[]) {
  return options.map(({ name }) => name);
}

test("a search puts names before descriptions, and whole words before parts", () => {
  assert.deepEqual(names(searchOptions(OPTIONS, ["usb"])), [
    "ghaf.hardware.usb",
    "ghaf.host.kernel.hardening.usb.enable",
    "ghaf.hardware.usbcontrol",
    "ghaf.shm.service.<service>.enabled",
  ]);
  assert.deepEqual(names(searchOptions(OPTIONS, ["USB", "hard"])), [
    "ghaf.hardware.usb",
    "ghaf.host.kernel.hardening.usb.enable",
    "ghaf.hardware.usbcontrol",
  ]);
  assert.deepEqual(searchOptions(OPTIONS, ["usb", "menu"]), []);
});

test("indexes and names of attribute sets stand for all of them", () => {
  for (const typed of [
    "ghaf.graphics.launchers[3].name",
    "ghaf.graphics.launchers.3.name",
    "ghaf.graphics.launchers.*.name",
  ]) {
    assert.deepEqual(names(optionsAt(OPTIONS, typed)), [
      "ghaf.graphics.launchers.*.name",
    ]);
  }
  assert.deepEqual(names(optionsAt(OPTIONS, "ghaf.shm.service.x.enabled")), [
    "ghaf.shm.service.<service>.enabled",
  ]);
});

test("a group is what is below it, by whole names", () => {
  assert.equal(optionsAt(OPTIONS, "ghaf").length, OPTIONS.length);
  assert.deepEqual(names(optionsAt(OPTIONS, "ghaf.graphics")), [
    "ghaf.graphics.launchers",
    "ghaf.graphics.launchers.*.name",
  ]);
  assert.deepEqual(names(optionsAt(OPTIONS, "ghaf.hardware.usb")), [
    "ghaf.hardware.usb",
  ]);
  assert.deepEqual(optionsAt(OPTIONS, ""), []);
  assert.deepEqual(optionsAt(OPTIONS, "ghaf..[x"), []);
});

test("slips are recognised in the whole path, or in the last name", () => {
  assert.deepEqual(
    nearestOptions(OPTIONS, "ghaf.hardwear.usb")[0],
    "ghaf.hardware.usb",
  );
  assert.deepEqual(nearestOptions(OPTIONS, "lanchers"), [
    "ghaf.graphics.launchers",
  ]);
  assert.deepEqual(nearestOptions(OPTIONS, "unlike-anything"), []);
});
