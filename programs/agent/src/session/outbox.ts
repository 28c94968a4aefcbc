/**
 * What one session has still to tell the admin: changes in their order with their
 * numbers, or, when the admin is too far behind for that, everything anew.
 */

import type { MonitorChange } from "../unit/monitor.ts";

/** More changes than this without acknowledgement are replaced by a snapshot. */
export const MOST_UNACKNOWLEDGED = 1_024;

export interface FrameMaker<Frame> {
  /** Everything as it is now, which includes every change up to `sequence`. */
  snapshot(sequence: number): Frame;
  change(sequence: number, change: MonitorChange): Frame;
}

/** Holds at most `MOST_UNACKNOWLEDGED` frames, however slow the admin is. */
export class Outbox<Frame> {
  readonly #make: FrameMaker<Frame>;
  #sequence = 0;
  /** Up to here the admin has everything, or will by the snapshot under way. */
  #settled = 0;
  #pending: Frame[] = [];
  #snapshotDue = true;
  /** The number of a snapshot that was sent and not yet acknowledged. */
  #snapshotSent: number | undefined;
  #wake = () => {};

  constructor(make: FrameMaker<Frame>) {
    this.#make = make;
  }

  /** The number of the latest change; 0 before the first. */
  get latest(): number {
    return this.#sequence;
  }

  /** Numbers the change. */
  push(change: MonitorChange): void {
    this.#sequence += 1;
    // A snapshot that is still to be made will include it.
    if (this.#snapshotDue) return;
    this.#pending.push(this.#make.change(this.#sequence, change));
    if (this.#sequence - this.#settled > MOST_UNACKNOWLEDGED) {
      this.#pending = [];
      this.#snapshotDue = true;
    }
    this.#wake();
  }

  /** The admin has applied every change up to that number. */
  acknowledge(sequence: number): void {
    const known = Math.min(sequence, this.#sequence);
    this.#settled = Math.max(this.#settled, known);
    if (this.#snapshotSent !== undefined && known >= this.#snapshotSent) {
      this.#snapshotSent = undefined;
    }
    this.#wake();
  }

  /** The admin has applied the snapshot. */
  welcome(): void {
    if (this.#snapshotSent !== undefined) this.acknowledge(this.#snapshotSent);
  }

  /** Everything that is to be sent, as it comes; ends when `signal` is aborted. */
  async *frames(signal: AbortSignal): AsyncGenerator<Frame, void, void> {
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    while (!signal.aborted) {
      const frame = this.#take();
      if (frame !== undefined) yield frame;
      else await this.#news();
    }
  }

  #take(): Frame | undefined {
    if (!this.#snapshotDue) return this.#pending.shift();
    // One unanswered snapshot at a time: a stalled admin is not sent ever more.
    if (this.#snapshotSent !== undefined) return undefined;
    this.#snapshotDue = false;
    this.#snapshotSent = this.#sequence;
    this.#settled = this.#sequence;
    return this.#make.snapshot(this.#sequence);
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
