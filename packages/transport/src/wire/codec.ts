/**
 * Protobuf messages to bytes and back, for grpc-js. A message object that is
 * sent several times (one event to a thousand watchers) is encoded once.
 */

import {
  create,
  type DescMessage,
  fromBinary,
  isMessage,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";

/** Encodes messages of one type, or what `create` makes one of. */
export function encoder(desc: DescMessage): (value: unknown) => Buffer {
  const encoded = new WeakMap<Message, Buffer>();
  return (value) => {
    if (!isMessage(value, desc)) {
      return encode(desc, create(desc, value as Record<string, unknown>));
    }
    const known = encoded.get(value);
    if (known !== undefined) return known;
    const bytes = encode(desc, value);
    encoded.set(value, bytes);
    return bytes;
  };
}

/** Decodes messages of one type. @throws Error on malformed bytes */
export function decoder(desc: DescMessage): (bytes: Uint8Array) => Message {
  return (bytes) => fromBinary(desc, bytes);
}

function encode(desc: DescMessage, message: Message): Buffer {
  const bytes = toBinary(desc, message);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
