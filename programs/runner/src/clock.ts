/** The port to time: what waits in the life of a VM, waits through it. */

export interface Clock {
  /** Milliseconds that never go back; only differences mean something. */
  now(): number;
  /** Milliseconds since 1970, for the guest's clock. */
  unixMs(): number;
  /** Calls `callback` once after that many milliseconds. Returns what cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}
