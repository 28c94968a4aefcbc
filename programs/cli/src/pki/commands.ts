/** The bodies of `ghaf pki ...`: options in, files written, and what to do next told. */

import { readCertificate } from "@ghaf/supply-chain/pki";
import { CliError } from "../ghaf/cli-error.ts";
import type { Surface } from "../ghaf/surface.ts";
import { type RenderOptions, renderOne } from "../output/render.ts";
import { visible } from "../output/visible.ts";
import { CERTIFICATE_FACE, certificateState } from "./certificate-face.ts";
import {
  type InitRequest,
  type IssueRequest,
  initAuthority,
  issueCertificate,
} from "./development.ts";
import { readText } from "./folder.ts";

/** stdout: the path of the authority's certificate. */
export async function init(
  request: InitRequest,
  surface: Surface,
): Promise<void> {
  await initAuthority(request);
  const { root, authority } = request.layout;
  await surface.print(`${visible(authority.certificate)}\n`);
  surface.tell(`made the authority ${request.name} in ${authority.folder}`);
  surface.tell(
    `next: ghaf pki dev issue --dir ${root} admin-vm --ip 127.0.0.1`,
  );
}

/** stdout: the folder of the certificate. */
export async function issue(
  request: IssueRequest,
  surface: Surface,
): Promise<void> {
  const leaf = await issueCertificate(request);
  await surface.print(`${visible(leaf.folder)}\n`);
  const text = (await readText(leaf.certificate)) ?? "";
  const { dnsNames, ipAddresses, notAfter } = readCertificate(text);
  const names = [...dnsNames, ...ipAddresses].join(", ");
  const until = notAfter.toISOString().slice(0, 10);
  surface.tell(`issued a certificate for ${names}, valid until ${until}`);
  if (ipAddresses.length === 0) {
    surface.tell(
      "it names no address: peers on tcp will refuse it (add --ip ADDRESS)",
    );
  }
  surface.tell("to use it for the commands of this shell:");
  surface.tell(`  export GIVC_CA_CERT=${quoted(leaf.authorityCertificate)}`);
  surface.tell(`  export GIVC_HOST_CERT=${quoted(leaf.certificate)}`);
  surface.tell(`  export GIVC_HOST_KEY=${quoted(leaf.key)}`);
}

export async function show(
  request: { readonly path: string; readonly now: Date },
  options: RenderOptions,
  surface: Surface,
): Promise<void> {
  const text = await readText(request.path);
  if (text === undefined) {
    throw new CliError("not-found", `there is no file ${request.path}`);
  }
  const facts = certificateOf(text, request.path);
  const state = certificateState(facts, request.now);
  await surface.print(
    await renderOne(CERTIFICATE_FACE, { facts, state }, options),
  );
}

function certificateOf(text: string, path: string) {
  try {
    return readCertificate(text, path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("failed", reason, { cause });
  }
}

/** For a POSIX shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path)
    ? path
    : `'${path.replaceAll("'", "'\\''")}'`;
}
