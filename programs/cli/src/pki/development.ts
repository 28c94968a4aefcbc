/** What `ghaf pki dev` does: an authority in a folder, and certificates that it signs. */

import {
  type Credential,
  createAuthority,
  issueLeaf,
  type KeyType,
  PkiError,
  readCertificate,
} from "@ghaf/supply-chain/pki";
import { CliError } from "../ghaf/cli-error.ts";
import {
  addWord,
  createFolder,
  type FileToWrite,
  fileError,
  readText,
  replaceFiles,
} from "./folder.ts";
import {
  AUTHORITY_CERTIFICATE_FILE,
  CERTIFICATE_FILE,
  isTaken,
  KEY_FILE,
  type Layout,
  type LeafLayout,
} from "./layout.ts";

export interface InitRequest {
  readonly layout: Layout;
  readonly name: string;
  readonly keyType: KeyType;
  readonly days: number | undefined;
  /** Replace what is there. */
  readonly force: boolean;
  readonly now: Date;
}

export interface IssueRequest {
  readonly layout: Layout;
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly days: number | undefined;
  readonly force: boolean;
  readonly now: Date;
}

/** Makes the authority. @throws CliError `exists`, `usage` */
export async function initAuthority(request: InitRequest): Promise<void> {
  const { layout, force } = request;
  const authority = await told(() =>
    createAuthority({
      name: request.name,
      keyType: request.keyType,
      now: request.now,
      ...daysOf(request),
    }),
  );
  const { folder } = layout.authority;
  const files: FileToWrite[] = [
    { name: "ca-key.pem", text: authority.key, access: "secret" },
    publicFile(AUTHORITY_CERTIFICATE_FILE, authority.certificate),
  ];
  if (await place(folder, files, force)) return;
  throw new CliError("exists", `there is an authority in ${folder}`, {
    hints: [
      `ghaf pki dev issue --dir ${layout.root} NAME --ip ADDRESS     (signs with it)`,
      `ghaf pki dev init --dir ${layout.root} --force     (replaces it: what it signed becomes worthless)`,
    ],
  });
}

/**
 * Makes key and certificate of one machine or client.
 * @returns where they are
 * @throws CliError `not-found` without an authority, `exists`, `usage`
 */
export async function issueCertificate(
  request: IssueRequest,
): Promise<LeafLayout> {
  const authority = await readCredential(request.layout);
  const { name: wanted, dnsNames, ipAddresses, now } = request;
  const leaf = await told(() =>
    issueLeaf({
      authority,
      name: wanted,
      dnsNames,
      ipAddresses,
      now,
      ...daysOf(request),
    }),
  );
  const name = identityOf(leaf);
  if (isTaken(name)) {
    throw new CliError("usage", `${name} is a name the folder itself uses`);
  }
  const target = request.layout.leaf(name);
  const files: FileToWrite[] = [
    { name: KEY_FILE, text: leaf.key, access: "secret" },
    publicFile(CERTIFICATE_FILE, leaf.certificate),
    publicFile(AUTHORITY_CERTIFICATE_FILE, authority.certificate),
  ];
  if (!(await place(target.folder, files, request.force))) {
    throw new CliError("exists", `there are certificates in ${target.folder}`, {
      hints: [
        `ghaf pki show ${target.certificate}`,
        `ghaf pki dev issue --dir ${request.layout.root} --force ${name} ...     (replaces them)`,
      ],
    });
  }
  await addWord(request.layout.agents, name);
  return target;
}

async function readCredential(layout: Layout): Promise<Credential> {
  const key = await readText(layout.authority.key);
  const certificate = await readText(layout.authority.certificate);
  if (key !== undefined && certificate !== undefined) {
    return { key, certificate };
  }
  throw new CliError(
    "not-found",
    `there is no authority in ${layout.authority.folder}`,
    { hints: [`ghaf pki dev init --dir ${layout.root}`] },
  );
}

/** @returns false when something is there and may not be replaced */
async function place(
  folder: string,
  files: readonly FileToWrite[],
  force: boolean,
): Promise<boolean> {
  try {
    if (await createFolder(folder, files)) return true;
    if (force) await replaceFiles(folder, files);
    return force;
  } catch (cause) {
    throw fileError("write", folder, cause);
  }
}

/** The first DNS name: as it is spelled in the certificate, so the folder is called what the peer is. */
function identityOf(leaf: Credential): string {
  return readCertificate(leaf.certificate).dnsNames[0] ?? "";
}

function publicFile(name: string, text: string): FileToWrite {
  return { name, text, access: "public" };
}

function daysOf({ days }: { readonly days: number | undefined }) {
  return days === undefined ? {} : { days };
}

/** The option of the command line that stands for a field of the library. */
const FLAGS: Readonly<Record<string, string>> = {
  name: "name",
  dnsNames: "--dns",
  ipAddresses: "--ip",
  days: "--days",
};

/** Turns what the library refuses into what the person typed. */
async function told<Result>(make: () => Promise<Result>): Promise<Result> {
  try {
    return await make();
  } catch (cause) {
    if (!(cause instanceof PkiError)) throw cause;
    const flag = FLAGS[cause.field];
    const message =
      flag === undefined
        ? cause.message
        : cause.message.replace(cause.field, flag);
    throw new CliError(flag === undefined ? "failed" : "usage", message, {
      cause,
    });
  }
}
