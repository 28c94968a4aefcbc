import assert from "node:assert/strict";
import { test } from "node:test";
import { zstdPayload } from "./bz-image.ts";

const stream = Buffer.from("28b52ffd0102030405", "hex");

/** Two sectors of setup, then 16 bytes of code, the stream, and its length. */
function bzImage(): Buffer {
  const image = Buffer.alloc(3 * 512 + 16 + stream.length + 4);
  image.writeUInt8(2, 0x1f1);
  image.write("HdrS", 0x202);
  image.writeUInt16LE(0x020f, 0x206);
  image.writeUInt32LE(16, 0x248);
  image.writeUInt32LE(stream.length + 4, 0x24c);
  stream.copy(image, 3 * 512 + 16);
  return image;
}

const refused = { code: "kernel" };

test("the compressed kernel is found by the header", () => {
  assert.deepEqual(zstdPayload(bzImage(), "vmlinuz"), stream);
});

test("what is no such image is refused", () => {
  const other = bzImage().fill("x", 0x202, 0x206);
  const cut = bzImage().subarray(0, 1_550);
  const lz4 = bzImage();
  lz4.writeUInt32LE(0x184c2102, 3 * 512 + 16);
  for (const image of [new Uint8Array(), other, cut, lz4]) {
    assert.throws(() => zstdPayload(image, "vmlinuz"), refused);
  }
});
