/** The runner's end of the port org.ghaf.runner; the guest at the other end may say anything, or never read. */

import { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import { LineSplitter, TOO_LONG } from "../lines/line-splitter.ts";
import {
  formatHostWord,
  type GuestWord,
  type HostWord,
  parseGuestWord,
} from "./guest-words.ts";

const LONGEST_LINE = 4096;
/** What waits for a guest that does not read; more is dropped. */
const MOST_WAITING = 64 * 1024;

export interface GuestPortEvents {
  word: [word: GuestWord];
  /** The first line that is no word of a guest; nothing is said of those after it. */
  nonsense: [];
}

export class GuestPort extends EventEmitter<GuestPortEvents> {
  readonly #stream: Duplex;
  readonly #splitter = new LineSplitter(LONGEST_LINE);
  #hasSaidNonsense = false;

  /** The stream belongs to the port from here on. */
  constructor(stream: Duplex) {
    super();
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => this.#read(chunk));
    // It ends with QEMU, whose end is noticed otherwise.
    stream.on("error", () => stream.destroy());
  }

  /** @returns false when the guest does not take it */
  send(word: HostWord): boolean {
    const { destroyed, writableEnded, writableLength } = this.#stream;
    if (destroyed || writableEnded || writableLength > MOST_WAITING) {
      return false;
    }
    this.#stream.write(formatHostWord(word));
    return true;
  }

  close(): void {
    this.#stream.destroy();
  }

  #read(chunk: Buffer): void {
    for (const line of this.#splitter.push(chunk)) {
      const word = line === TOO_LONG ? undefined : parseGuestWord(line);
      if (word !== undefined) this.emit("word", word);
      else if (!this.#hasSaidNonsense) {
        this.#hasSaidNonsense = true;
        this.emit("nonsense");
      }
    }
  }
}
