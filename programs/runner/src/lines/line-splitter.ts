/** Lines out of a stream of bytes from a peer that may be slow, hostile or broken: bounded memory, whatever comes. */

/** A line that was longer than allowed; its bytes were dropped up to its end. */
export const TOO_LONG = Symbol("too long");

export class LineSplitter {
  readonly #longest: number;
  #parts: Buffer[] = [];
  #length = 0;
  #isDropping = false;

  /** @param longest bytes of a line without its end */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The lines that end in this chunk, without their ends (LF or CR LF). */
  push(chunk: Buffer): (string | typeof TOO_LONG)[] {
    const lines: (string | typeof TOO_LONG)[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, from);
      if (end === -1) break;
      this.#keep(chunk.subarray(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#longest) {
      this.#isDropping = true;
      this.#parts = [];
    }
    // A copy: the chunk is a slice of a buffer that would be kept whole.
    if (!this.#isDropping && part.length > 0) {
      this.#parts.push(Buffer.from(part));
    }
  }

  #take(): string | typeof TOO_LONG {
    const line = this.#isDropping
      ? TOO_LONG
      : Buffer.concat(this.#parts).toString("utf8").replace(/\r$/, "");
    this.#parts = [];
    this.#length = 0;
    this.#isDropping = false;
    return line;
  }
}
