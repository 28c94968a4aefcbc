/** Where certificates lie in a development folder (control-plane specification 5.1). */

import { join } from "node:path";

const AUTHORITY = "certification-authority";
export const KEY_FILE = "key.pem";
export const CERTIFICATE_FILE = "cert.pem";
export const AUTHORITY_CERTIFICATE_FILE = "ca-cert.pem";

export interface Layout {
  readonly root: string;
  readonly authority: {
    readonly folder: string;
    readonly key: string;
    readonly certificate: string;
  };
  /** Names that were issued, separated by spaces. */
  readonly agents: string;
  leaf(name: string): LeafLayout;
}

export interface LeafLayout {
  readonly folder: string;
  readonly key: string;
  readonly certificate: string;
  /** A copy, so that the folder is all a machine needs. */
  readonly authorityCertificate: string;
}

export function layoutOf(root: string): Layout {
  const authority = join(root, AUTHORITY);
  return {
    root,
    authority: {
      folder: authority,
      key: join(authority, "ca-key.pem"),
      certificate: join(authority, AUTHORITY_CERTIFICATE_FILE),
    },
    agents: join(root, "agents"),
    leaf: (name) => leafLayout(join(root, name)),
  };
}

function leafLayout(folder: string): LeafLayout {
  return {
    folder,
    key: join(folder, KEY_FILE),
    certificate: join(folder, CERTIFICATE_FILE),
    authorityCertificate: join(folder, AUTHORITY_CERTIFICATE_FILE),
  };
}

/** Names that no machine can have, because the folder uses them itself. */
export function isTaken(name: string): boolean {
  return name === AUTHORITY || name === "agents";
}

/**
 * The folder used without `--dir`: the person's own data folder
 * (XDG Base Directory Specification), so that keys do not land in a project.
 * @returns undefined when the environment names no home
 */
export function defaultRoot(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const data = env["XDG_DATA_HOME"];
  if (data?.startsWith("/")) return join(data, "ghaf", "pki");
  const home = env["HOME"];
  return home ? join(home, ".local", "share", "ghaf", "pki") : undefined;
}
