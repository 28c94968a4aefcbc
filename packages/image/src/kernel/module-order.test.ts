import assert from "node:assert/strict";
import { test } from "node:test";
import { moduleOrder } from "./module-order.ts";

const kernel = {
  dependencies: [
    "kernel/fs/ext4/ext4.ko.xz: kernel/lib/crc16.ko.xz kernel/fs/jbd2/jbd2.ko.xz",
    "kernel/fs/jbd2/jbd2.ko.xz: kernel/lib/crc16.ko.xz",
    "kernel/lib/crc16.ko.xz:",
    "kernel/drivers/char/hw_random/virtio-rng.ko.xz:",
    "",
  ].join("\n"),
  builtIn: "kernel/drivers/virtio/virtio_pci.ko\n",
};

test("what a module needs comes before it, and nothing twice", () => {
  assert.deepEqual(moduleOrder(["jbd2", "ext4", "virtio_rng"], kernel), [
    "kernel/lib/crc16.ko.xz",
    "kernel/fs/jbd2/jbd2.ko.xz",
    "kernel/fs/ext4/ext4.ko.xz",
    "kernel/drivers/char/hw_random/virtio-rng.ko.xz",
  ]);
});

test("what is in the kernel itself needs no file", () => {
  assert.deepEqual(moduleOrder(["virtio-pci"], kernel), []);
});

test("a module that the kernel does not have is refused by name", () => {
  assert.throws(() => moduleOrder(["vfio"], kernel), {
    code: "no-module",
    message: "vfio: is not in this kernel",
  });
});
