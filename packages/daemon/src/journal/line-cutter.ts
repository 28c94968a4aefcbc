/** Lines out of chunks of bytes, each bounded: of a longer one its beginning is kept and the rest dropped. */

export interface Line {
  /** Without its end. */
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

const NEWLINE = 0x0a;

export class LineCutter {
  readonly #longest: number;
  #parts: Buffer[] = [];
  #length = 0;

  /** @param longest bytes of a line */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The lines that end in this chunk. */
  push(chunk: Buffer): readonly Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end === -1) break;
      this.#keep(chunk.subarray(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  /** What came since the last line end, at the end of the stream. */
  rest(): readonly Line[] {
    return this.#length === 0 ? [] : [this.#take()];
  }

  #keep(part: Buffer): void {
    const room = this.#longest - this.#length;
    this.#length += part.length;
    // A copy: the chunk is a slice of a buffer that would be kept whole.
    if (room > 0) this.#parts.push(Buffer.from(part.subarray(0, room)));
  }

  #take(): Line {
    const line = {
      bytes: Buffer.concat(this.#parts),
      isCut: this.#length > this.#longest,
    };
    this.#parts = [];
    this.#length = 0;
    return line;
  }
}
