/** Which certificate files a command uses: those it is told, else those of the machine. */

import type { TlsFiles } from "@ghaf/transport";
import { CliError } from "../ghaf/cli-error.ts";
import { type Environment, nonEmpty } from "./environment.ts";
import type { ConnectionFlags } from "./flags.ts";

/** The part of the file system that is asked. */
export interface CredentialFiles {
  /** Why that file cannot be read, in words; undefined when it can be. */
  unreadable(path: string): string | undefined;
}

interface Credential {
  readonly field: keyof TlsFiles;
  readonly flag: "cacert" | "cert" | "key";
  readonly variable: string;
  readonly file: string;
}

const CREDENTIALS: readonly Credential[] = [
  {
    field: "caCert",
    flag: "cacert",
    variable: "GIVC_CA_CERT",
    file: "ca-cert.pem",
  },
  { field: "cert", flag: "cert", variable: "GIVC_HOST_CERT", file: "cert.pem" },
  { field: "key", flag: "key", variable: "GIVC_HOST_KEY", file: "key.pem" },
];

/** Users' copies first; the second is root's (specification 5.2). */
const FOLDERS = ["/run/givc", "/etc/givc"] as const;

/** @throws CliError `configuration` that names the flag of what is missing or cannot be read */
export function findCredentials(
  flags: ConnectionFlags,
  env: Environment,
  files: CredentialFiles,
): TlsFiles {
  const given = CREDENTIALS.map((credential) => {
    const found = givenPath(credential, flags, env);
    if (found !== undefined) checkReadable(found, files);
    return found?.path;
  });
  const missing = CREDENTIALS.filter((_, at) => given[at] === undefined);
  const folder = folderWith(missing, files);
  const path = (at: number) =>
    given[at] ?? `${folder}/${CREDENTIALS[at]?.file}`;
  return { caCert: path(0), cert: path(1), key: path(2) };
}

interface GivenPath {
  readonly path: string;
  /** The flag or variable it came from, for the error. */
  readonly source: string;
}

function givenPath(
  { flag, variable }: Credential,
  flags: ConnectionFlags,
  env: Environment,
): GivenPath | undefined {
  const byFlag = flags[flag];
  if (byFlag !== undefined) return { path: byFlag, source: `--${flag}` };
  const path = nonEmpty(env[variable]);
  return path === undefined
    ? undefined
    : { path, source: `${variable} (--${flag})` };
}

function checkReadable(
  { path, source }: GivenPath,
  files: CredentialFiles,
): void {
  const reason = files.unreadable(path);
  if (reason === undefined) return;
  throw new CliError(
    "configuration",
    `${source}: cannot read ${path}: ${reason}`,
  );
}

/** One folder for all of them: a key of one never fits a certificate of the other. */
function folderWith(
  missing: readonly Credential[],
  files: CredentialFiles,
): string {
  const problems: string[] = [];
  for (const folder of FOLDERS) {
    const problem = missing
      .map(({ file }) => problemOf(`${folder}/${file}`, files))
      .find((text) => text !== undefined);
    if (problem === undefined) return folder;
    problems.push(problem);
  }
  const names = missing.map(({ flag }) => `--${flag} FILE`);
  throw new CliError("configuration", `missing ${names.join(", ")}`, {
    causes: problems,
    hints: [
      `give files on the command line, or set ${missing.map(({ variable }) => variable).join(", ")}`,
      "for an admin that runs without TLS: --notls",
    ],
  });
}

function problemOf(path: string, files: CredentialFiles): string | undefined {
  const reason = files.unreadable(path);
  return reason === undefined ? undefined : `cannot read ${path}: ${reason}`;
}
