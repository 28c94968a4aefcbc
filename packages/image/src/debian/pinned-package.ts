/** One package in one version, down to the last byte. */

export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** amd64, or all. */
  readonly architecture: string;
  /** Of its file, in hexadecimal digits. */
  readonly sha256: string;
  /** Of its file. */
  readonly bytes: number;
}

/** By name, by code units. */
export function byName(a: PinnedPackage, b: PinnedPackage): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
