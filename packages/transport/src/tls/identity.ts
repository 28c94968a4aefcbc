/**
 * The certificate, key and authority of this program: read from files, checked,
 * and read again when they change or on request, without a restart. A reload
 * that fails keeps what was good.
 */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";
import { TransportError } from "../errors.ts";

export interface TlsFiles {
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
}

export type TlsVersion = "TLSv1.2" | "TLSv1.3";

export interface TlsOptions {
  /** Default TLSv1.3. */
  readonly minVersion?: TlsVersion;
  /** Refuse a key that group or others can read; default: warn once. */
  readonly strictKeyModes?: boolean;
  /**
   * A folder whose files the service manager guards ($CREDENTIALS_DIRECTORY,
   * systemd.exec(5)): by access lists, which modes show as the group's access.
   */
  readonly guardedFolder?: string | undefined;
  readonly onWarning?: (text: string) => void;
}

/** PEM texts that belong together. */
export interface TlsMaterial {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface TlsIdentity {
  readonly minVersion: TlsVersion;
  material(): TlsMaterial;
  /** A context for one direction's connections, made once per material. */
  secureContext(): SecureContext;
  /** Calls `listener` after every reload that changed something. Returns what ends that. */
  onChange(listener: () => void): () => void;
  /** Reads the files again. @throws TransportError `tls-file`; the old material stays */
  reload(): Promise<void>;
  /** Stops following the files. */
  close(): void;
}

/** Certificate files are replaced one after the other; wait for the last. */
const SETTLE_MS = 200;
const READABLE_BY_OTHERS = 0o077;

/** Reads and checks the files, then follows them. @throws TransportError `tls-file` naming the file */
export async function loadTlsIdentity(
  files: TlsFiles,
  options: TlsOptions = {},
): Promise<TlsIdentity> {
  const warn = options.onWarning ?? (() => undefined);
  const { minVersion = "TLSv1.3", strictKeyModes = false } = options;
  const { guardedFolder } = options;
  const settings = { files, minVersion, strictKeyModes, guardedFolder, warn };
  await checkKeyMode(settings);
  const first = await readMaterial(files);
  return new FileIdentity(settings, usable(files, first, minVersion));
}

interface Settings {
  readonly files: TlsFiles;
  readonly minVersion: TlsVersion;
  readonly strictKeyModes: boolean;
  readonly guardedFolder: string | undefined;
  readonly warn: (text: string) => void;
}

/** Material, and the context that proves that it can be used. */
interface Usable {
  readonly material: TlsMaterial;
  readonly context: SecureContext;
}

class FileIdentity implements TlsIdentity {
  readonly minVersion: TlsVersion;
  readonly #settings: Settings;
  readonly #listeners = new Set<() => void>();
  readonly #watchers: FSWatcher[];
  #present: Usable;
  #settling: NodeJS.Timeout | undefined;

  constructor(settings: Settings, first: Usable) {
    this.#settings = settings;
    this.#present = first;
    this.minVersion = settings.minVersion;
    this.#watchers = this.#follow();
  }

  material(): TlsMaterial {
    return this.#present.material;
  }

  secureContext(): SecureContext {
    return this.#present.context;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async reload(): Promise<void> {
    const { files, minVersion, strictKeyModes } = this.#settings;
    if (strictKeyModes) await checkKeyMode(this.#settings);
    const next = await readMaterial(files);
    const now = this.material();
    if (next.ca === now.ca && next.cert === now.cert && next.key === now.key) {
      return;
    }
    this.#present = usable(files, next, minVersion);
    for (const listener of this.#listeners) listener();
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers) watcher.close();
    this.#listeners.clear();
  }

  /** Folders are followed, not files: a rename puts a new file under the old name. */
  #follow(): FSWatcher[] {
    const folders = new Set(Object.values(this.#settings.files).map(dirname));
    return [...folders].flatMap((folder) => {
      try {
        const watcher = watch(folder, { persistent: false }, () =>
          this.#settle(),
        );
        watcher.on("error", () => watcher.close());
        return [watcher];
      } catch {
        this.#settings.warn(
          `cannot follow changes in ${folder}; send SIGHUP to reload`,
        );
        return [];
      }
    });
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.reload().catch((error: unknown) => {
        this.#settings.warn(
          `certificates not reloaded: ${(error as Error).message}`,
        );
      });
    }, SETTLE_MS);
    this.#settling.unref();
  }
}

async function readMaterial(files: TlsFiles): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all([
    readPem(files.caCert),
    readPem(files.cert),
    readPem(files.key),
  ]);
  checkCertificate(files.caCert, ca);
  const leaf = checkCertificate(files.cert, cert);
  checkKey(files, leaf, key);
  return { ca, cert, key: withoutEcParameters(key) };
}

/**
 * A chain is read past its first certificate only here, and here OpenSSL says
 * what it finds too weak. @throws TransportError `tls-file`
 */
function usable(
  files: TlsFiles,
  material: TlsMaterial,
  minVersion: TlsVersion,
): Usable {
  try {
    const context = createSecureContext({ ...material, minVersion });
    return { material, context };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TransportError(
      "tls-file",
      files.cert,
      `${files.cert} cannot be used: ${reason}`,
      cause,
    );
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new TransportError(
      "tls-file",
      file,
      `cannot read ${file}: ${reason}`,
      cause,
    );
  }
}

function checkCertificate(file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new TransportError(
      "tls-file",
      file,
      `${file} holds no PEM certificate`,
      cause,
    );
  }
}

function checkKey(files: TlsFiles, leaf: X509Certificate, pem: string): void {
  let matches: boolean;
  try {
    matches = leaf.checkPrivateKey(createPrivateKey(withoutEcParameters(pem)));
  } catch (cause) {
    throw new TransportError(
      "tls-file",
      files.key,
      `${files.key} holds no PEM private key`,
      cause,
    );
  }
  if (!matches) {
    throw new TransportError(
      "tls-file",
      files.key,
      `${files.key} is not the key of ${files.cert}`,
    );
  }
}

/** `openssl ecparam -genkey` puts the curve's parameters before the key (specification 5.1). */
function withoutEcParameters(pem: string): string {
  return pem.replace(
    /-----BEGIN EC PARAMETERS-----[\s\S]*?-----END EC PARAMETERS-----\s*/,
    "",
  );
}

async function checkKeyMode(settings: Settings): Promise<void> {
  const file = settings.files.key;
  if (dirname(file) === settings.guardedFolder) return;
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined || (facts.mode & READABLE_BY_OTHERS) === 0) return;
  const mode = (facts.mode & 0o777).toString(8).padStart(4, "0");
  const text = `private key ${file} has mode ${mode}: others than its owner may read it; chmod 0600`;
  if (settings.strictKeyModes) {
    throw new TransportError("tls-file", file, text);
  }
  settings.warn(text);
}
