/** One authority per test, and certificates of it in files, as programs and peers read them. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Credential,
  createAuthority,
  issueLeaf,
} from "@ghaf/supply-chain/pki";
import type { TlsFiles } from "@ghaf/transport";

export type CredentialFiles = TlsFiles;

export class Authority {
  readonly folder: string;
  readonly #authority: Credential;

  constructor(folder: string, authority: Credential) {
    this.folder = folder;
    this.#authority = authority;
  }

  static async make(): Promise<Authority> {
    const folder = await mkdtemp(join(tmpdir(), "ghaf-interop-"));
    const now = new Date();
    const authority = await createAuthority({ name: "interop", now });
    await writeFile(join(folder, "ca.pem"), authority.certificate);
    return new Authority(folder, authority);
  }

  /** A certificate for that name, used from and at these addresses. */
  async issue(
    name: string,
    ...ipAddresses: readonly string[]
  ): Promise<CredentialFiles> {
    const now = new Date();
    const authority = this.#authority;
    const leaf = await issueLeaf({ authority, name, ipAddresses, now });
    const cert = join(this.folder, `${name}.cert.pem`);
    const key = join(this.folder, `${name}.key.pem`);
    await writeFile(cert, leaf.certificate);
    await writeFile(key, leaf.key, { mode: 0o600 });
    return { caCert: join(this.folder, "ca.pem"), cert, key };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
