/** The command line of the demo. */

import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run demo [-- --local | --vms] [--stay]

Tells the story of a small device on this machine. With root, and what "ghaf
doctor" asks for, its virtual machines are real ones; else processes play them,
and the demo says why.

  --local  processes only: needs no root, takes seconds
  --vms    virtual machines, or an error
  --stay   leave the device running at the end and print how to use it
  --help   this text`;

/** `auto`: virtual machines where this machine can. */
export type Wish = "local" | "vms" | "auto";

export type Request =
  | { readonly kind: "tell"; readonly wish: Wish; readonly stay: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly reason: string };

const options = {
  local: { type: "boolean" },
  vms: { type: "boolean" },
  stay: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export function readArguments(args: readonly string[]): Request {
  const parsed = parse(args);
  if (typeof parsed === "string") return { kind: "wrong", reason: parsed };
  const { help, local, vms, stay = false } = parsed;
  if (help === true) return { kind: "help" };
  if (local === true && vms === true) {
    return { kind: "wrong", reason: "--local or --vms, not both" };
  }
  if (local === true) return { kind: "tell", wish: "local", stay };
  return { kind: "tell", wish: vms === true ? "vms" : "auto", stay };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
