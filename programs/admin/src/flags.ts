/**
 * The command line of givc-admin. Here only its words: which flags there are and
 * how they are written; what they mean together is settings.ts.
 */

import { parseArgs } from "node:util";
import { AdminError } from "./errors.ts";

export const USAGE = `givc-admin --listen ADDRESS... [--use-tls --ca-cert FILE --host-cert FILE --host-key FILE]

The registry of everything that runs, and the one door to control it.

  --listen ADDRESS               ip:port, [v6]:port, /path, unix:/path, @name,
                                 vsock:cid:port, sd-listen[:name], stdio;
                                 may be given several times
  --use-tls                      mutual TLS, for callers and towards agents (TLS)
  --ca-cert FILE                 authority of all machines (CA_CERT)
  --host-cert FILE               own certificate (HOST_CERT)
  --host-key FILE                own key (HOST_KEY)
  --tls-min-version VERSION      1.3 (the default) or 1.2
  --strict-key-modes             refuse a key that others can read
  --host-agent NAME              first DNS name in the certificate of the host's
                                 agent (GIVC_HOST_AGENT; ghaf-host)
  --source-addr IP               connect to agents from this address
  --vm-start-timeout SECONDS     from asking for a VM to its agent's registration
                                 (GIVC_VM_START_TIMEOUT; 60)
  --allow-unbound-registration   do not hold registrations against certificates
  --monitoring                   poll agents that have no session; on unless
                                 GIVC_MONITORING=false
  --state-dir DIRECTORY          where locale-givc.conf and timezone.conf are (/etc)
  --config FILE                  these flags as JSON: {"listen": [...], ...}
  --policy-admin, --policy-config, --policy-store, --access-control,
  --cedar-file, --services       as in the reference; policies and access control
                                 are not in this version, and asking for them
                                 ends the program
  --version                      print the version
  --help                         print this

A flag wins over its environment variable, that over the file. One dash will do.
GIVC_LOG sets the log level: error, warning, notice, info (the default), debug.
`;

const OPTIONS = {
  listen: { type: "string", multiple: true },
  "use-tls": { type: "boolean" },
  "ca-cert": { type: "string" },
  "host-cert": { type: "string" },
  "host-key": { type: "string" },
  "tls-min-version": { type: "string" },
  "strict-key-modes": { type: "boolean" },
  "host-agent": { type: "string" },
  "source-addr": { type: "string" },
  "vm-start-timeout": { type: "string" },
  "allow-unbound-registration": { type: "boolean" },
  monitoring: { type: "boolean" },
  "state-dir": { type: "string" },
  config: { type: "string" },
  "policy-admin": { type: "boolean" },
  "policy-config": { type: "string" },
  "policy-store": { type: "string" },
  "access-control": { type: "boolean" },
  "cedar-file": { type: "string" },
  services: { type: "string" },
  version: { type: "boolean", short: "V" },
  help: { type: "boolean", short: "h" },
} as const;

/** Flags as they were given; absent ones are not there. */
export type Flags = ReturnType<typeof parse>;

export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "run"; readonly flags: Flags };

/** @throws AdminError `usage` for a flag that is unknown or lacks its value */
export function parseFlags(untrustedArguments: readonly string[]): Command {
  const flags = parse(untrustedArguments);
  if (flags.help) return { kind: "help" };
  if (flags.version) return { kind: "version" };
  return { kind: "run", flags };
}

function parse(untrustedArguments: readonly string[]) {
  const args = untrustedArguments.map(withTwoDashes);
  try {
    return parseArgs({ args, options: OPTIONS, strict: true }).values;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new AdminError("usage", text, { cause });
  }
}

/** Go's flags take one dash; `-h` and `-V` stay what they are. */
function withTwoDashes(argument: string): string {
  return argument.replace(/^-(?=[a-z][a-z-]+(=|$))/, "--");
}
