/** Messages of a bus, cut from its bytes however these arrive, and kept out by their senders. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type FrameFacts,
  FrameReader,
  type MessageKind,
} from "./dbus-frames.ts";

const KINDS: readonly MessageKind[] = ["call", "return", "error", "signal"];

interface Sent {
  readonly kind: MessageKind;
  readonly sender: string;
  readonly body: Uint8Array;
  readonly isLittle: boolean;
}

/** A message as a bus passes it on, D-Bus specification, "Message Format". */
function encode({ kind, sender, body, isLittle }: Sent): Buffer {
  const uint32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (isLittle) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const padded = (bytes: Buffer) =>
    Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
  const text = (code: number, type: string, value: string) => {
    const bytes = Buffer.from(`${value}\0`);
    const head = Buffer.from([code, 1, type.charCodeAt(0), 0]);
    return Buffer.concat([head, uint32(bytes.length - 1), bytes]);
  };
  const fields = Buffer.concat([
    padded(text(1, "o", "/org/freedesktop/systemd1")),
    padded(Buffer.from("\x08\x01g\0\x02as\0", "latin1")),
    padded(Buffer.concat([Buffer.from("\x05\x01u\0", "latin1"), uint32(7)])),
    text(7, "s", sender),
  ]);
  const endian = isLittle ? "l" : "B";
  const type = KINDS.indexOf(kind) + 1;
  return Buffer.concat([
    Buffer.from([endian.charCodeAt(0), type, 0, 1]),
    uint32(body.length),
    uint32(1),
    uint32(fields.length),
    padded(fields),
    body,
  ]);
}

const messages = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    sender: fc.constantFrom(":1.0", ":1.17", "org.freedesktop.DBus"),
    body: fc.uint8Array({ maxLength: 60 }),
    isLittle: fc.boolean(),
  }),
  { maxLength: 8 },
);

/** What comes through when the bytes arrive in pieces of these lengths, over and over. */
function read(
  bytes: Buffer,
  lengths: readonly number[],
  isWanted: (facts: FrameFacts) => boolean,
): readonly Buffer[] {
  const frames: Buffer[] = [];
  const reader = new FrameReader({
    isWanted,
    onFrame: (frame) => frames.push(frame),
  });
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const end = at + (lengths[turn % lengths.length] ?? 1);
    reader.take(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

const pieces = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 });

test("wanted messages arrive whole and in order, whatever the pieces; others not at all", () => {
  fc.assert(
    fc.property(messages, pieces, (sent, lengths) => {
      const isWanted = ({ kind, sender }: FrameFacts) =>
        kind !== "call" && sender !== ":1.17";
      const bytes = Buffer.concat(sent.map(encode));
      const expected = sent.filter(isWanted).map(encode);
      assert.deepEqual(read(bytes, lengths, isWanted), expected);
    }),
  );
});

test("of every message the kind and the sender are told", () => {
  fc.assert(
    fc.property(messages, (sent) => {
      const told: FrameFacts[] = [];
      read(Buffer.concat(sent.map(encode)), [4_096], (facts) => {
        told.push(facts);
        return false;
      });
      assert.deepEqual(
        told,
        sent.map(({ kind, sender }) => ({ kind, sender })),
      );
    }),
  );
});

test("a header that cannot be read has no sender, and does no harm", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), (fields) => {
      const head = Buffer.from([0x6c, 4, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(fields.length);
      const padding = Buffer.alloc((8 - (fields.length % 8)) % 8);
      const message = Buffer.concat([head, length, fields, padding]);
      const honest = encode({
        kind: "signal",
        sender: ":1.0",
        body: new Uint8Array(3),
        isLittle: true,
      });
      const bytes = Buffer.concat([message, honest]);
      const isWanted = ({ sender }: FrameFacts) => sender === ":1.0";
      assert.deepEqual(read(bytes, [16], isWanted), [honest]);
    }),
  );
});

test("a header that is too long to be read is skipped", () => {
  const sent = {
    kind: "signal",
    body: new Uint8Array(9),
    isLittle: true,
  } as const;
  const long = encode({ ...sent, sender: "x".repeat(70_000) });
  const honest = encode({ ...sent, sender: ":1.0" });
  const bytes = Buffer.concat([long, honest]);
  const isWanted = ({ sender }: FrameFacts) => sender !== undefined;
  assert.deepEqual(read(bytes, [1_000], isWanted), [honest]);
});
