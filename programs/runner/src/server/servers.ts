/** The processes that serve the devices of one VM: virtiofsd for each share, swtpm for its TPM. They are there before QEMU, and gone after it. */

import { lchown, lstat, mkdir, readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { deferred } from "@ghaf/daemon";
import type { Account } from "../account/account.ts";
import type { Clock } from "../clock.ts";
import { checkGoesOn, RunnerError } from "../errors.ts";
import { dyingWithUs } from "../program/dies-with-us.ts";
import type { FindProgram } from "../program/find-program.ts";
import { confined, KEPT } from "../program/own-view.ts";
import type { RunProgram } from "../program/run-program.ts";
import type { QemuFolder } from "../qemu/qemu-folder.ts";
import type { LaunchSpec, Share, Tpm } from "../spec/launch-spec.ts";
import { servable } from "./check-shares.ts";
import { isSocket } from "./listening.ts";
import {
  clearPlace,
  placeOf,
  type ServerParts,
  type ServerProcess,
  type ServerStart,
  startServer,
} from "./server-process.ts";
import { openTpmFolder, swtpmCommand } from "./swtpm.ts";
import {
  type Flavour,
  flavourOf,
  NUMBERS,
  virtiofsdCommand,
} from "./virtiofsd.ts";

export interface ServersParts extends ServerParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
  readonly clock: Clock;
  /** QEMU's, when it is not the runner's. */
  readonly account: Account | undefined;
  /** Of the runner. */
  readonly ownUid: number;
  /** Of the machine. */
  readonly processors: number;
  readonly folder: QemuFolder;
}

const VERSION_MS = 10_000;
/** By themselves they end with QEMU's connection. */
const END_MS = 1_000;
/** Of a process, with the end of its line. */
const LONGEST_NUMBER = 20;

/** Of the folder, where there is no view. */
const FIRST_DESCRIPTOR = "/proc/self/fd/3";

export class Servers {
  readonly #parts: ServersParts;
  readonly #running: ServerProcess[] = [];
  readonly #sockets: string[] = [];
  readonly #broken = deferred<string>();

  constructor(parts: ServersParts) {
    this.#parts = parts;
  }

  /** Resolves when one has ended, with a clause that says which and how. */
  get broken(): Promise<string> {
    return this.#broken.promise;
  }

  /**
   * While QEMU's folder is still the runner's.
   * @throws RunnerError
   */
  async startShares(shares: LaunchSpec["shares"]): Promise<void> {
    const [first] = shares;
    if (first === undefined) return;
    const { find, ownUid } = this.#parts;
    if (ownUid !== 0) throw onlyRoot(first);
    const program = await find("virtiofsd");
    const flavour = await this.#flavour(program);
    if (flavour === "c") await mkdir(NUMBERS, { recursive: true });
    for (const share of shares) {
      await this.#startShare(share, { program, flavour });
    }
  }

  /** As the account of QEMU, whose folder is its own by now. @throws RunnerError */
  async startTpm(tpm: Tpm | undefined): Promise<void> {
    if (tpm === undefined) return;
    const { find, account, folder } = this.#parts;
    const program = await find("swtpm");
    // Its own name may have signs in it that swtpm takes for more than a name.
    const seen = account === undefined ? FIRST_DESCRIPTOR : KEPT;
    const argv = await confined(swtpmCommand(program, tpm, seen), {
      ...{ find, folder: folder.path, sockets: [tpm.socket] },
      ...{ kept: resolve(tpm.state) },
      other: account && { account, groups: [] },
    });
    const state = await openTpmFolder(tpm, account);
    try {
      await this.#start({
        ...{ name: "swtpm", argv, socket: tpm.socket },
        workingFolder: folder.path,
        descriptors: account === undefined ? [state] : [],
      });
    } finally {
      await state.close();
    }
  }

  /** Ends them, after QEMU has ended, and removes their sockets. */
  async close(): Promise<void> {
    await Promise.all(this.#running.map((server) => this.#end(server)));
    for (const socket of this.#sockets) {
      if (await isSocket(socket)) await rm(socket);
      if (await isNumber(`${socket}.pid`)) await rm(`${socket}.pid`);
    }
  }

  async #startShare(
    share: Share,
    found: { readonly program: string; readonly flavour: Flavour },
  ): Promise<void> {
    const { find, folder, account, processors } = this.#parts;
    const source = await servable(share);
    const socket = folder.at(share.socket);
    const server = { ...found, processors, socket };
    const [unshare, ...words] = virtiofsdCommand(share, source, server);
    const argv = await dyingWithUs([await find(unshare), ...words], find);
    const name = `virtiofsd of the share ${share.tag}`;
    await this.#start({ name, argv, socket, workingFolder: "." });
    if (account) await lchown(socket, account.uid, account.gid);
  }

  async #start(start: ServerStart): Promise<void> {
    await clearPlace(start);
    this.#sockets.push(placeOf(start));
    const server = await startServer(start, this.#parts);
    this.#running.push(server);
    const { name, pid } = server;
    this.#parts.log.info(`${name} runs`, { pid });
    void server.ended.then((how) => this.#broken.resolve(`${name} ${how}`));
  }

  async #flavour(program: string): Promise<Flavour> {
    const { run, stopping } = this.#parts;
    const argv = [program, "--version"] as const;
    const { stdout } = await run({ argv, deadlineMs: VERSION_MS, stopping });
    checkGoesOn(stopping);
    return flavourOf(stdout);
  }

  /** What they keep is on the disk as soon as QEMU has it: to kill one loses nothing. */
  async #end({ ended, kill }: ServerProcess): Promise<void> {
    const cancel = this.#parts.clock.after(END_MS, kill);
    await ended;
    cancel();
  }
}

/** Debian 13's virtiofsd has its number in a file beside its socket. */
async function isNumber(path: string): Promise<boolean> {
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.size > LONGEST_NUMBER) return false;
    return /^\d*\n?$/.test(await readFile(path, "utf8"));
  } catch {
    return false;
  }
}

function onlyRoot({ tag }: Share): RunnerError {
  const text = `the share ${tag} cannot be served: only a runner of root can keep virtiofsd to one folder`;
  return new RunnerError("server", text, { value: tag });
}
