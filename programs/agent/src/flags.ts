/** The command line of givc-agent. */

import { parseArgs } from "node:util";
import { AgentError } from "./errors.ts";

export type Command =
  | {
      readonly kind: "run";
      /** Undefined: the environment of 2024, or nothing, says how to run. */
      readonly configFile: string | undefined;
      readonly debug: boolean;
    }
  /** Be the parent of a local supervisor's units; only the agent itself starts this. */
  | { readonly kind: "keeper" }
  | { readonly kind: "version" }
  | { readonly kind: "help" };

export const USAGE = `givc-agent -config FILE [-debug]

Controls the units and applications of this machine for givc-admin, and tells it
what changes.

  -config FILE   the agent's configuration (JSON)
  -debug         log everything; otherwise GIVC_LOG decides: error, warning,
                 notice (the default), info or debug
  --version      print the version
  --help         print this

Flags take one dash or two. Without -config the environment variables of 2024
(AGENT or NAME and ADDR, ADMIN_SERVER, TLS_CONFIG, ...) are accepted.

Exit status: 0 ended as asked, 1 failed, 2 bad usage. With a local supervisor
poweroff.target ends the agent with 0 and reboot.target with 75: whoever runs
it is to start it again.
`;

const OPTIONS = {
  config: { type: "string" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  keeper: { type: "boolean" },
  version: { type: "boolean" },
} as const;

/** @throws AgentError `configuration` when an argument is not known or lacks its value */
export function parseFlags(untrustedArguments: readonly string[]): Command {
  const { config, debug, help, keeper, version } = parse(untrustedArguments);
  if (help) return { kind: "help" };
  if (version) return { kind: "version" };
  if (keeper) return { kind: "keeper" };
  return { kind: "run", configFile: config, debug: debug ?? false };
}

function parse(untrustedArguments: readonly string[]) {
  const args = untrustedArguments.flatMap(normalize);
  try {
    return parseArgs({ args, options: OPTIONS, strict: true }).values;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new AgentError("configuration", text, { cause });
  }
}

/** Go's flags: one dash is as good as two, and a switch may say true or false. */
function normalize(argument: string): string[] {
  const long = argument.replace(/^-(?=[a-z]{2})/, "--");
  const [, name, value] = /^(--[a-z]+)=(true|false)$/.exec(long) ?? [];
  if (name === undefined || name === "--config") return [long];
  return value === "true" ? [name] : [];
}
