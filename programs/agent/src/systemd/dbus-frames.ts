/**
 * Cuts what a bus sends into messages and lets through those that are wanted,
 * before anything is made of them: whoever may talk to the bus may send us
 * signals of any size and shape (D-Bus specification, "Message Format").
 */

const LITTLE_ENDIAN = 0x6c;
const FIXED_BYTES = 16;
const SENDER = 7;
/** Nobody's path and names are as long; more is not read to find out whose it is. */
const LARGEST_FIELDS = 64 * 1024;

export type MessageKind = "call" | "return" | "error" | "signal";

const KINDS: readonly (MessageKind | undefined)[] = [
  undefined,
  "call",
  "return",
  "error",
  "signal",
];

/** What can be told of a message before it is read. */
export interface FrameFacts {
  /** Undefined for a kind that the specification does not have. */
  readonly kind: MessageKind | undefined;
  /** Stamped by the bus; undefined when the header cannot be read. */
  readonly sender: string | undefined;
}

export interface FrameOptions {
  readonly isWanted: (facts: FrameFacts) => boolean;
  /** Told of each wanted message, complete, in order. */
  readonly onFrame: (frame: Buffer) => void;
}

export class FrameReader {
  readonly #options: FrameOptions;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes still to come of a message that is not wanted. */
  #skip = 0;

  constructor(options: FrameOptions) {
    this.#options = options;
  }

  /** Takes what was read next, of whatever length. */
  take(chunk: Buffer): void {
    this.#held =
      this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (this.#step());
  }

  /** False when more has to come first. */
  #step(): boolean {
    const skipped = Math.min(this.#skip, this.#held.length);
    this.#skip -= skipped;
    this.#held = this.#held.subarray(skipped);
    if (this.#held.length < FIXED_BYTES) return false;
    const { fields, total } = readLengths(this.#held);
    const isReadable = fields <= LARGEST_FIELDS;
    if (isReadable && this.#held.length < FIXED_BYTES + fields) return false;
    const facts = isReadable ? readFacts(this.#held, fields) : NOTHING;
    if (!this.#options.isWanted(facts)) {
      this.#skip = total;
      return true;
    }
    if (this.#held.length < total) return false;
    const frame = this.#held.subarray(0, total);
    this.#held = this.#held.subarray(total);
    this.#options.onFrame(frame);
    return true;
  }
}

const NOTHING: FrameFacts = { kind: undefined, sender: undefined };

function readLengths(head: Buffer): { fields: number; total: number } {
  const fields = readUint32(head, 12);
  const body = readUint32(head, 4);
  return { fields, total: FIXED_BYTES + align(fields, 8) + body };
}

function readFacts(head: Buffer, length: number): FrameFacts {
  const kind = KINDS[head[1] ?? 0];
  try {
    return { kind, sender: findSender(head, FIXED_BYTES + length) };
  } catch {
    return { kind, sender: undefined };
  }
}

/** The header's fields are structs of a code and a variant. @throws RangeError when they are cut short */
function findSender(head: Buffer, end: number): string | undefined {
  for (let at = FIXED_BYTES; at < end; ) {
    at = align(at, 8);
    const code = head.readUInt8(at);
    const type = head.toString("latin1", at + 1, at + 4);
    at += 4;
    // The variant's signature: its length, itself, and a zero.
    if (type === "\x01s\0" || type === "\x01o\0") {
      at = align(at, 4);
      const length = readUint32(head, at);
      if (code === SENDER)
        return head.toString("utf8", at + 4, at + 4 + length);
      at += 4 + length + 1;
    } else if (type === "\x01g\0") at += 1 + head.readUInt8(at) + 1;
    else if (type === "\x01u\0") at = align(at, 4) + 4;
    else return undefined;
  }
  return undefined;
}

function readUint32(head: Buffer, at: number): number {
  return head[0] === LITTLE_ENDIAN
    ? head.readUInt32LE(at)
    : head.readUInt32BE(at);
}

function align(offset: number, boundary: number): number {
  return Math.ceil(offset / boundary) * boundary;
}
