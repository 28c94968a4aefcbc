/** Runs programs of this machine: argument lists only, and none outlives the process that builds. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { ImageError } from "../image-error.ts";

export interface ProgramOptions {
  /** Where it runs; the current folder by default. */
  readonly folder?: string;
  /** What it reads; nothing by default. */
  readonly input?: Uint8Array;
  /** Added to the environment, beside those of `sameEverywhere`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a program may see of the machine that it runs on must not decide what it makes. */
const sameEverywhere = { LC_ALL: "C.UTF-8", TZ: "UTC" };

/** Debian's package for a program that people may lack. */
const packageOf: Readonly<Record<string, string>> = {
  "apt-get": "apt",
  cpio: "cpio",
  depmod: "kmod",
  "dpkg-deb": "dpkg",
  "mkfs.erofs": "erofs-utils",
  mmdebstrap: "mmdebstrap",
  xz: "xz-utils",
  zstd: "zstd",
};

/** Where Debian has programs of the administrator, which not everybody's PATH has. */
const folders = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The standard output of a program that must exit with 0. Throws ImageError "program" with the
 * end of what it said on standard error, or with the package to install.
 */
export async function runProgram(
  argv: readonly string[],
  options: ProgramOptions = {},
): Promise<Uint8Array> {
  const child = startProgram(argv, options);
  child.stdin.on("error", () => {}); // it may end without reading all of its input
  child.stdin.end(options.input ?? new Uint8Array());
  const [[code, signal], output, said] = await Promise.all([
    ended(child),
    buffer(child.stdout),
    text(child.stderr),
  ]);
  if (code === 0) return output;
  throw failed(argv, code ?? signal, said);
}

/** The same, as text. */
export async function textOfProgram(
  argv: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  return Buffer.from(await runProgram(argv, options)).toString("utf8");
}

/**
 * Runs one of our shell recipes, in a mount and process namespace of its own: when this process or
 * the recipe ends, however it does, nothing of it goes on and no mount is left. Needs root.
 */
export async function runRecipe(
  recipe: string,
  words: readonly string[],
): Promise<void> {
  await runProgram([
    ...["unshare", "--mount", "--propagation", "private"],
    ...["--pid", "--fork", "--kill-child", "--mount-proc"],
    ...["bash", recipe, ...words],
  ]);
}

/** When this process ends, however it does, the kernel ends the program. */
function startProgram(
  argv: readonly string[],
  { folder, variables = {} }: ProgramOptions,
) {
  const set = { ...sameEverywhere, PATH: folders, ...variables };
  const words = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "env", ...words, ...argv],
    folder === undefined ? {} : { cwd: folder },
  );
}

async function ended(
  child: ChildProcess,
): Promise<[number | null, NodeJS.Signals | null]> {
  const [code, signal] = await once(child, "close");
  return [code, signal];
}

/** What env says when it does not find the program. */
const notFound = 127;

function failed(
  argv: readonly string[],
  how: number | NodeJS.Signals | null,
  said: string,
): ImageError {
  const [program = ""] = argv;
  const from = packageOf[program];
  if (how === notFound && from !== undefined) {
    return new ImageError(
      "program",
      program,
      `install it: apt-get install ${from}`,
    );
  }
  const end = said.trim().split("\n").slice(-12).join("\n");
  return new ImageError("program", argv.join(" "), `ended with ${how}\n${end}`);
}
