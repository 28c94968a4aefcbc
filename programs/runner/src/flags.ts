/** The command line of ghaf-runner. */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isMib } from "./door/request.ts";
import { RunnerError, reasonOf } from "./errors.ts";
import type { PictureFormat } from "./qemu/take-screen.ts";
import type { Accelerator } from "./spec/launch-spec.ts";

export type Command =
  | {
      readonly kind: "run";
      readonly stateDir: string;
      readonly accelerator: Accelerator | "auto";
      /** The VM goes when standard input ends. */
      readonly isTied: boolean;
    }
  | { readonly kind: "probe"; readonly isFresh: boolean }
  | { readonly kind: "status" | "check"; readonly stateDir: string }
  | AskingCommand
  | { readonly kind: "version" }
  | { readonly kind: "help" };

/** What another runner is asked to do. */
export type AskingCommand =
  | {
      readonly kind: "shutdown" | "console" | "pause" | "resume";
      readonly stateDir: string;
    }
  | {
      readonly kind: "balloon";
      readonly stateDir: string;
      readonly mib: number;
    }
  | {
      readonly kind: "screendump";
      readonly stateDir: string;
      /** An absolute path. */
      readonly file: string;
      readonly format: PictureFormat;
    };

export const USAGE = `ghaf-runner run STATE-DIR [--accel auto|kvm|tcg] [--tied]
ghaf-runner shutdown STATE-DIR
ghaf-runner balloon STATE-DIR MIB
ghaf-runner console STATE-DIR
ghaf-runner pause|resume STATE-DIR
ghaf-runner screendump STATE-DIR FILE
ghaf-runner status STATE-DIR
ghaf-runner check STATE-DIR < SPEC
ghaf-runner probe [--fresh]

Starts, watches and stops one virtual machine. STATE-DIR holds its launch
specification, spec.json; relative paths in it are below STATE-DIR.

  run               start the VM and stay until it has ended
    --accel WHICH   take this accelerator untried; auto, the default, takes the
                    first variant of the specification that works here
    --tied          end the VM at once when standard input ends, for a parent
                    that must not outlive or be outlived by it
  shutdown          stop the VM in steps and wait until it has ended
  balloon           ask the guest to have MIB of memory; prints what it has now
  console           the guest's serial console; Ctrl-] leaves it
  pause             let the guest's processors stand still
  resume            let them go on; the guest's clock is set
  screendump        save what the VM shows: FILE ends with .png or .ppm
  status            how far the VM is, or how its last run ended
  check             say which directories of this machine SPEC shares and may
                    not, before it is that of STATE-DIR; status 1 when there are any
  probe             say which accelerators work on this machine
    --fresh         try again, whatever was found since the machine booted
  --version         print the version
  --help            print this

SIGTERM and SIGINT stop the VM in steps: asked, power button, SIGTERM, SIGKILL;
a second one ends it at once. GIVC_LOG sets what is logged (error, warning,
notice, info, debug).

Exit status of run: 0 stopped as asked, 1 not started, 2 wrong command line,
3 the guest powered off, 4 the guest rebooted, 5 crashed, 6 not ready in time.
`;

const OPTIONS = {
  accel: { type: "string" },
  tied: { type: "boolean" },
  fresh: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** @throws RunnerError `usage` */
export function parseFlags(untrustedArguments: readonly string[]): Command {
  const { values, positionals } = parse(untrustedArguments);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [command, ...words] = positionals;
  switch (command) {
    case "run":
      refuse(values, ["fresh"]);
      return {
        kind: "run",
        stateDir: only(words, "STATE-DIR"),
        accelerator: parseAccelerator(values.accel ?? "auto"),
        isTied: values.tied ?? false,
      };
    case "shutdown":
    case "console":
    case "pause":
    case "resume":
    case "status":
    case "check":
      refuse(values, ["accel", "tied", "fresh"]);
      return { kind: command, stateDir: only(words, "STATE-DIR") };
    case "balloon": {
      refuse(values, ["accel", "tied", "fresh"]);
      const [stateDir, mib] = both(words, "MIB");
      return { kind: command, stateDir, mib: parseMib(mib) };
    }
    case "screendump": {
      refuse(values, ["accel", "tied", "fresh"]);
      const [stateDir, file] = both(words, "FILE");
      const format = formatOf(file);
      return { kind: command, stateDir, file: resolve(file), format };
    }
    case "probe":
      refuse(values, ["accel", "tied"]);
      if (words.length > 0) throw usage(`probe takes no ${words.join(" ")}`);
      return { kind: "probe", isFresh: values.fresh ?? false };
    case undefined:
      throw usage("a command is missing");
    default:
      throw usage(`no command is called ${command}`);
  }
}

function parse(untrustedArguments: readonly string[]) {
  const args = [...untrustedArguments];
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new RunnerError("usage", reasonOf(cause), { cause });
  }
}

function refuse(values: object, names: readonly string[]): void {
  const given = names.filter((name) => name in values);
  if (given.length === 0) return;
  throw usage(`--${given.join(", --")} belongs to another command`);
}

function only(words: readonly string[], what: string): string {
  const [word, ...others] = words;
  if (word !== undefined && others.length === 0) return word;
  throw usage(`exactly one ${what} is needed`);
}

function both(words: readonly string[], what: string): [string, string] {
  const [stateDir, word, ...others] = words;
  if (stateDir !== undefined && word !== undefined && others.length === 0) {
    return [stateDir, word];
  }
  throw usage(`STATE-DIR and ${what} are needed`);
}

function formatOf(untrustedFile: string): PictureFormat {
  if (untrustedFile.endsWith(".png")) return "png";
  if (untrustedFile.endsWith(".ppm")) return "ppm";
  throw usage(`FILE ends with .png or .ppm, not ${untrustedFile}`);
}

function parseAccelerator(untrusted: string): Accelerator | "auto" {
  if (untrusted === "auto" || untrusted === "kvm" || untrusted === "tcg") {
    return untrusted;
  }
  throw usage(`--accel takes auto, kvm or tcg, not ${untrusted}`);
}

function parseMib(untrusted: string): number {
  const mib = Number(untrusted);
  if (/^\d+$/.test(untrusted) && isMib(mib)) return mib;
  throw usage(`MIB is a whole number of MiB, not ${untrusted}`);
}

function usage(text: string): RunnerError {
  return new RunnerError("usage", text);
}
