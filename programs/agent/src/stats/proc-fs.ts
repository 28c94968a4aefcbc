/** The port to what the kernel tells of itself and of the processes, proc(5). */

export interface ProcFs {
  /** The text of a file below /proc, `meminfo` or `12/stat`; fails when it is gone. */
  read(path: string): Promise<string>;
  /** The numbers of the processes there are. */
  processIds(): Promise<readonly number[]>;
  /** Bytes of a page of memory. */
  pageSize(): Promise<number>;
}
