/** This machine, asked by Node: files, devices, programs. */

import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, open, readdir, readFile, statfs } from "node:fs/promises";
import { connect } from "node:net";
import { delimiter, dirname, join } from "node:path";
import type { Environment } from "../connection/environment.ts";
import type { Ending, Machine, Run } from "./machine.ts";

/** Administrator's folders, which the search path of a user may lack. */
const ALWAYS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];
const MOST_OUTPUT = 256 * 1024;
const PATIENCE_MS = 1_000;

export function nodeMachine(env: Environment): Machine {
  const folders = [
    ...(env["PATH"] ?? "").split(delimiter).filter(Boolean),
    ...ALWAYS,
  ];
  return {
    userId: process.getuid?.() ?? -1,
    nodeVersion: process.versions.node,
    architecture: process.arch,
    find: (program) => find(program, folders),
    run: (what) => run(what, folders),
    read: (path) => readFile(path, "utf8").catch(() => undefined),
    list: (folder) => readdir(folder).catch(() => []),
    device,
    freeBytes,
    answers,
    async packageSources() {
      const { guestSuite, machineMirror } = await import("@ghaf/image");
      return (await machineMirror(guestSuite)).sources;
    },
  };
}

async function find(
  program: string,
  folders: readonly string[],
): Promise<string | undefined> {
  const isPath = program.includes("/");
  const places = isPath
    ? [program]
    : folders.map((folder) => join(folder, program));
  // A path may name a file that is only read.
  const mode = isPath ? constants.R_OK : constants.X_OK;
  for (const place of places) {
    if (await isThere(place, mode)) return place;
  }
  return undefined;
}

async function isThere(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

function run(
  { argv, deadlineMs, input = "" }: Run,
  folders: readonly string[],
): Promise<Ending> {
  const [program, ...words] = argv;
  const options = {
    timeout: deadlineMs,
    killSignal: "SIGKILL",
    maxBuffer: MOST_OUTPUT,
    env: { PATH: folders.join(delimiter), LC_ALL: "C.UTF-8" },
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, words, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      const [line = ""] = stderr.trim().split("\n");
      resolve({
        code: typeof code === "number" ? code : undefined,
        output: stdout,
        complaint: line === "" ? (error?.message ?? "") : line,
      });
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

async function device(path: string): Promise<"usable" | "absent" | "refused"> {
  try {
    await (await open(path, "r+")).close();
    return "usable";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "absent" : "refused";
  }
}

/** Of the nearest folder above that is there. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const above = dirname(folder);
    if (above === folder) throw error;
    return freeBytes(above);
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const end = (isThere: boolean) => {
      connection.destroy();
      resolve(isThere);
    };
    connection.setTimeout(PATIENCE_MS, () => end(false));
    connection.once("connect", () => end(true));
    connection.once("error", () => end(false));
  });
}
