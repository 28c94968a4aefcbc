/** The command line of ghaf-instance. */

import { parseArgs } from "node:util";
import { InstanceError, reasonOf } from "./errors.ts";

export type Command =
  | { readonly kind: "run"; readonly folder: string }
  /** What `run` starts in the network of the instance; not for people. */
  | { readonly kind: "relay" }
  | { readonly kind: "version" }
  | { readonly kind: "help" };

export const USAGE = `ghaf-instance run FOLDER

Holds a device together on a machine whose systemd is not ours: makes the
network of its VMs, relays this machine's connections to the server of the
control plane, and runs the host's agent, whose units are the VMs. FOLDER holds
instance.json, which \`ghaf up\` writes. \`ghaf up\` also starts this program, in
a process namespace: with it everything of the device ends.

  --version    print the version
  --help       print this

SIGTERM and SIGINT stop the VMs in order, then everything else; a second one
ends everything at once. GIVC_LOG sets what is logged (error, warning, notice,
info, debug).

Exit status: 0 stopped as asked or powered off, 1 not started or lost, 2 wrong
command line.
`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** @throws InstanceError `usage` */
export function parseFlags(untrustedArguments: readonly string[]): Command {
  const { values, positionals } = parse(untrustedArguments);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [command, folder, ...others] = positionals;
  if (command === "relay" && folder === undefined) return { kind: "relay" };
  if (command !== "run" || folder === undefined || others.length > 0) {
    throw new InstanceError("usage", "expected: run FOLDER");
  }
  return { kind: "run", folder };
}

function parse(untrustedArguments: readonly string[]) {
  const args = [...untrustedArguments];
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new InstanceError("usage", reasonOf(cause), { cause });
  }
}
