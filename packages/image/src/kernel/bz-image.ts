/** The compressed kernel inside a bzImage (kernel: The Linux/x86 Boot Protocol, "payload_offset"). */

import { ImageError } from "../image-error.ts";

const magicAt = 0x202;
const versionAt = 0x206;
const sectorsAt = 0x1f1;
const payloadOffsetAt = 0x248;
const payloadLengthAt = 0x24c;
const headerEnd = 0x250;
const sector = 512;

/** The first version of the protocol that tells where the payload is. */
const payloadVersion = 0x0208;

/** Bytes behind a stream of zstd that tell the length of what it holds. */
const lengthBytes = 4;

const zstdMagic = 0xfd2fb528;

/** The stream of zstd that unpacks to the ELF file. Throws ImageError "kernel" when there is none. */
export function zstdPayload(image: Uint8Array, name: string): Uint8Array {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  const isImage =
    bytes.length > headerEnd &&
    bytes.toString("latin1", magicAt, magicAt + 4) === "HdrS" &&
    bytes.readUInt16LE(versionAt) >= payloadVersion;
  if (!isImage) throw new ImageError("kernel", name, "is no bzImage");
  // 0 means 4: from the time before the field.
  const setup = (bytes.readUInt8(sectorsAt) || 4) + 1;
  const start = setup * sector + bytes.readUInt32LE(payloadOffsetAt);
  const end = start + bytes.readUInt32LE(payloadLengthAt) - lengthBytes;
  const whole = end > start + 4 && end <= bytes.length;
  if (!whole || bytes.readUInt32LE(start) !== zstdMagic) {
    throw new ImageError("kernel", name, "holds no kernel compressed by zstd");
  }
  return bytes.subarray(start, end);
}
