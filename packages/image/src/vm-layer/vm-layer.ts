/** What only one VM may see of an image that many share: its credentials and its files, as an archive behind the initrd. */

import { type CpioEntry, cpioArchive } from "../cpio/cpio.ts";
import { withFolders } from "../cpio/tree.ts";
import { ImageError } from "../image-error.ts";

/** A file laid over the root of the VM. */
export interface LayerFile {
  /** Absolute, in the VM. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** 0644 unless said otherwise. */
  readonly mode?: number;
}

/** A link laid over the root of the VM. */
export interface LayerLink {
  /** Absolute, in the VM. */
  readonly path: string;
  readonly target: string;
}

export interface VmLayer {
  /** By the names under which units import them (systemd: System and Service Credentials). */
  readonly credentials: Readonly<Record<string, string | Uint8Array>>;
  readonly files: readonly LayerFile[];
  readonly links?: readonly LayerLink[];
}

/** systemd's rule for names of credentials, in the letters that our own names use. */
const credentialName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;

/** 1 MiB: larger ones systemd leaves behind. */
const largestCredential = 1 << 20;

/**
 * The archive, for a file that only the runner may read (0600). The initrd of the image finds
 * credentials below `credentials/` and files below `overlay/`. Throws ImageError "invalid-path".
 */
export function makeVmLayer(layer: VmLayer): Uint8Array {
  return cpioArchive(
    withFolders([
      { kind: "folder", path: "credentials", mode: 0o700 },
      { kind: "folder", path: "overlay", mode: 0o755 },
      ...Object.entries(layer.credentials).map(credential),
      ...layer.files.map(overlaidFile),
      ...(layer.links ?? []).map(overlaidLink),
    ]),
  );
}

function credential([name, value]: [string, string | Uint8Array]): CpioEntry {
  const content = Buffer.from(value);
  if (!credentialName.test(name)) {
    throw new ImageError("invalid-path", name, "is no name of a credential");
  }
  if (content.length > largestCredential) {
    throw new ImageError("invalid-path", name, "is larger than 1 MiB");
  }
  return { kind: "file", path: `credentials/${name}`, mode: 0o400, content };
}

function overlaidFile({ path, content, mode = 0o644 }: LayerFile): CpioEntry {
  return {
    kind: "file",
    path: overlaid(path),
    mode,
    content: Buffer.from(content),
  };
}

function overlaidLink({ path, target }: LayerLink): CpioEntry {
  return { kind: "link", path: overlaid(path), target };
}

function overlaid(path: string): string {
  if (!path.startsWith("/")) {
    throw new ImageError("invalid-path", path, "is not absolute");
  }
  return `overlay${path}`;
}
