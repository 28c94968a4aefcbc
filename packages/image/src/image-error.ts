/** How building an image fails: one class, its closed list of codes. */

export type ImageErrorCode =
  /** The disk has too little room for what is about to be made. */
  | "disk-full"
  /** Somebody builds into the store that is to be cleaned, or cleans the one to be built into. */
  | "store-busy"
  /** The store, or a lock beside it, cannot be made where it should be. */
  | "store-unusable"
  /** Only root can make what is missing. */
  | "not-root"
  /** A program ended with a code other than 0, by a signal, or is not installed. */
  | "program"
  /** No mirror of the wanted release is configured on this machine. */
  | "no-mirror"
  /** A mirror has this version of a package no longer. */
  | "package-gone"
  /** A mirror has no package of this name. */
  | "package-unknown"
  /** A package cannot be installed beside those of every guest. */
  | "package-conflict"
  /** What should say which packages an image is made of does not, or not those that are asked for. */
  | "lock-invalid"
  /** What was fetched is not what was pinned. */
  | "wrong-hash"
  /** A kernel image is not in a form that we can unpack. */
  | "kernel"
  /** A kernel module is wanted that the kernel does not have. */
  | "no-module"
  /** A name or path cannot stand in an archive of a VM. */
  | "invalid-path";

/** Carries what was asked for in `subject`: a package, a path, the words of a program. */
export class ImageError extends Error {
  override readonly name = "ImageError";
  readonly code: ImageErrorCode;
  readonly subject: string;

  constructor(
    code: ImageErrorCode,
    subject: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${subject}: ${message}`, options);
    this.code = code;
    this.subject = subject;
  }
}
