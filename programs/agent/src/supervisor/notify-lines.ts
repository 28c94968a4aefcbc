/** Lines of sd_notify(3) taken from a stream of bytes, whatever a program writes there. */

import type { Said } from "./keeper-messages.ts";

/** Longer lines say nothing. */
const LONGEST_LINE = 4_096;

export class NotifyLines {
  /** The line that has no end yet, one character per byte. */
  #begun = "";
  #isTooLong = false;

  /** What the lines say that the bytes complete; of several STATUS the last. */
  take(bytes: Buffer): Said {
    const lines = bytes.toString("latin1").split("\n");
    let said: Said = { isReady: false, isStopping: false };
    const last = lines.pop() ?? "";
    for (const line of lines) {
      this.#append(line);
      if (!this.#isTooLong) said = withLine(said, this.#begun);
      this.#begun = "";
      this.#isTooLong = false;
    }
    this.#append(last);
    return said;
  }

  #append(text: string): void {
    this.#isTooLong ||= this.#begun.length + text.length > LONGEST_LINE;
    this.#begun = this.#isTooLong ? "" : this.#begun + text;
  }
}

function withLine(said: Said, line: string): Said {
  if (line === "READY=1") return { ...said, isReady: true };
  if (line === "STOPPING=1") return { ...said, isStopping: true };
  if (!line.startsWith("STATUS=")) return said;
  const bytes = Buffer.from(line.slice("STATUS=".length), "latin1");
  return { ...said, status: bytes.toString("utf8") };
}
