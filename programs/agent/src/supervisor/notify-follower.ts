/**
 * Follows what one unit says on its descriptor. Ready and stopping are told at
 * once and once; of the rest the last word now and then. Who writes more than
 * anybody needs is made to wait by its own descriptor.
 */

import type { Readable } from "node:stream";
import type { Said } from "./keeper-messages.ts";
import { NotifyLines } from "./notify-lines.ts";

const WINDOW_MS = 100;
/** Read in one window, each read counted as `READ_COST` bytes more. */
const MOST_BYTES = 16_384;
const READ_COST = 512;

const NOTHING: Said = { isReady: false, isStopping: false };

export class NotifyFollower {
  readonly #stream: Readable;
  readonly #tell: (said: Said) => void;
  readonly #lines = new NotifyLines();
  #told: Said = NOTHING;
  #untold: Said = NOTHING;
  #read = 0;
  #window: NodeJS.Timeout | undefined;

  constructor(stream: Readable, tell: (said: Said) => void) {
    this.#stream = stream;
    this.#tell = tell;
    stream.on("data", (bytes: Buffer) => this.#take(bytes));
    // The program is followed by its end; its descriptor has nothing more to say.
    stream.on("error", () => {});
  }

  /** The program has ended. */
  end(): void {
    clearTimeout(this.#window);
    this.#tellUntold();
    this.#stream.destroy();
  }

  #take(bytes: Buffer): void {
    const said = this.#lines.take(bytes);
    this.#untold = {
      isReady: this.#untold.isReady || said.isReady,
      isStopping: this.#untold.isStopping || said.isStopping,
      status: said.status ?? this.#untold.status,
    };
    if (this.#window === undefined || this.#isUrgent()) this.#tellUntold();
    this.#window ??= setTimeout(() => this.#nextWindow(), WINDOW_MS);
    this.#read += bytes.length + READ_COST;
    if (this.#read > MOST_BYTES) this.#stream.pause();
  }

  #nextWindow(): void {
    this.#window = undefined;
    this.#read = 0;
    this.#tellUntold();
    this.#stream.resume();
  }

  #isUrgent(): boolean {
    const { isReady, isStopping } = this.#untold;
    const isNews = isReady && !this.#told.isReady;
    return isNews || (isStopping && !this.#told.isStopping);
  }

  #tellUntold(): void {
    const untold = this.#untold;
    this.#untold = NOTHING;
    const { status } = untold;
    const isNew = status !== undefined && status !== this.#told.status;
    const isReady = untold.isReady && !this.#told.isReady;
    const isStopping = untold.isStopping && !this.#told.isStopping;
    if (!isNew && !isReady && !isStopping) return;
    this.#told = {
      isReady: isReady || this.#told.isReady,
      isStopping: isStopping || this.#told.isStopping,
      status: status ?? this.#told.status,
    };
    this.#tell({ isReady, isStopping, ...(isNew && { status }) });
  }
}
