/** An authority of a test's own, whose certificates lie in a folder that goes with it. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Credential,
  createAuthority,
  issueLeaf,
  issueWrongLeaf,
  type KeyType,
  type LeafFault,
} from "@ghaf/supply-chain/pki";
import type { TlsFiles } from "@ghaf/transport";

export class TestAuthority {
  readonly folder: string;
  readonly #authority: Credential;

  private constructor(folder: string, authority: Credential) {
    this.folder = folder;
    this.#authority = authority;
  }

  static async create(keyType: KeyType = "p256"): Promise<TestAuthority> {
    const authority = await createAuthority({
      name: "test",
      now: new Date(),
      keyType,
    });
    const folder = await mkdtemp(join(tmpdir(), "ghaf-pki-"));
    await writeFile(join(folder, "ca-cert.pem"), authority.certificate);
    return new TestAuthority(folder, authority);
  }

  /** Files of a certificate for `name` that may be used from `ipAddresses`. */
  async issue(name: string, ipAddresses: readonly string[]): Promise<TlsFiles> {
    const leaf = { authority: this.#authority, name, ipAddresses };
    return this.#write(name, await issueLeaf({ ...leaf, now: new Date() }));
  }

  /** Files of a certificate with one fault. */
  async issueWrong(
    fault: LeafFault,
    name: string,
    ipAddresses: readonly string[],
  ): Promise<TlsFiles> {
    const leaf = { authority: this.#authority, name, ipAddresses };
    const made = await issueWrongLeaf(fault, { ...leaf, now: new Date() });
    return this.#write(`${name}-${fault}`, made);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  async #write(label: string, credential: Credential): Promise<TlsFiles> {
    const files = {
      caCert: join(this.folder, "ca-cert.pem"),
      cert: join(this.folder, `${label}-cert.pem`),
      key: join(this.folder, `${label}-key.pem`),
    };
    await writeFile(files.cert, credential.certificate);
    await writeFile(files.key, credential.key, { mode: 0o600 });
    return files;
  }
}
