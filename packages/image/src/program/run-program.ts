/** Runs programs of this machine: argument lists only, and none outlives the process that builds. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
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
  flock: "util-linux",
  "mkfs.erofs": "erofs-utils",
  mmdebstrap: "mmdebstrap",
  setpriv: "util-linux",
  unshare: "util-linux",
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
 * the recipe ends, however it does, nothing of it goes on and no mount is left. Throws ImageError
 * "not-root", or "program" as above.
 */
export async function runRecipe(
  recipe: string,
  words: readonly string[],
): Promise<void> {
  if (process.geteuid?.() !== 0) {
    const reason = "needs root: images are made of files that belong to others";
    throw new ImageError("not-root", basename(recipe), reason);
  }
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
  try {
    const [code, signal] = await once(child, "close");
    return [code, signal];
  } catch (cause) {
    throw missing(child.spawnfile) ?? cause;
  }
}

/** What env and bash say when they do not find the program. */
const notFound = 127;

function failed(
  argv: readonly string[],
  how: number | NodeJS.Signals | null,
  said: string,
): ImageError {
  const lacking = how === notFound ? missing(lackingProgram(said)) : undefined;
  if (lacking !== undefined) return lacking;
  const end = said.trim().split("\n").slice(-12).join("\n");
  return new ImageError("program", argv.join(" "), `ended with ${how}\n${end}`);
}

/** Of "env: 'xz': No such file or directory", "set.sh: line 9: xz: command not found", "exec: xz: not found". */
function lackingProgram(said: string): string {
  const form =
    /(?:^|: )['‘]?([a-z][a-z0-9.-]*)['’]?: (?:No such file|(?:command )?not found)/m;
  return form.exec(said)?.[1] ?? "";
}

/** The error that names the package to install; undefined for a program that no package of ours is known for. */
export function missing(program: string): ImageError | undefined {
  const from = packageOf[program];
  if (from === undefined) return undefined;
  const reason = `is not installed: apt-get install ${from}`;
  return new ImageError("program", program, reason);
}
