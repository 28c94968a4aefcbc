/** Hands an argument list of a plan to QEMU, stopped before its first instruction, without what this machine cannot have. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An option with its value: `-m 512`, or `-S` alone. */
type Option = readonly string[];

export interface Judged {
  /** What was taken out or replaced. */
  readonly absent: readonly string[];
  /** The machine's state, in QEMU's word. */
  readonly status: string;
  /** What QEMU said against it. */
  readonly said: string;
}

/** Devices and programs of a real host. */
const ABSENT =
  /^-(device (vfio-pci|vhost-vsock|usb-host|virtio-input-host|vhost-user-fs|tpm-tis)|chardev socket,id=(fs\d+|chrtpm)|tpmdev|acpitable)/;

export function adapted(argv: readonly string[]): {
  readonly argv: readonly string[];
  readonly absent: readonly string[];
} {
  const options = optionsOf(argv.slice(1));
  const absent = options.filter((one) => ABSENT.test(one.join(" ")));
  const kept = options
    .filter((one) => !absent.includes(one))
    .flatMap((one) => one.map(replaced));
  return {
    argv: [argv[0] ?? "", ...kept, "-S"],
    absent: absent.map((one) => one.join(" ")),
  };
}

function optionsOf(words: readonly string[]): readonly Option[] {
  const starts = words.flatMap((word, at) => (/^-/.test(word) ? [at] : []));
  return starts.map((start, index) => words.slice(start, starts[index + 1]));
}

/** Where somebody listens for the card that leads out. */
const UPLINK = "uplink.sock";

/** Taps belong to the host's bridge; the card of the guest stays as it is. */
function replaced(word: string): string {
  const tap = /^tap,id=([^,]+),/.exec(word);
  if (tap !== null) return `user,id=${tap[1]},restrict=on`;
  if (/^stream,/.test(word)) return word.replace(/path=.*/, `path=${UPLINK}`);
  return word.replace("{initrd}", "initrd").replace("{initrd:bytes}", "7");
}

/** A folder with empty files under the names that a specification has. */
export function stateFolder(folder: string, volumes: readonly string[]): void {
  mkdirSync(join(folder, "current"), { recursive: true });
  writeFileSync(join(folder, "current/vmlinux"), emptyKernel());
  writeFileSync(join(folder, "initrd"), "nothing");
  for (const file of ["current/root.erofs", ...volumes]) {
    writeFileSync(join(folder, file), "");
    truncateSync(join(folder, file), 1024 * 1024);
  }
}

/** The header of a kernel and no code (Linux x86 boot protocol 2.12). */
function emptyKernel(): Buffer {
  const kernel = Buffer.alloc(8192);
  kernel.writeUInt8(1, 0x1f1);
  kernel.write("HdrS", 0x202);
  kernel.writeUInt16LE(0x020c, 0x206);
  // So far up may the initial RAM disk lie.
  kernel.writeUInt32LE(0x37ff_ffff, 0x22c);
  return kernel;
}

interface Start {
  readonly folder: string;
  readonly argv: readonly string[];
  /** In that folder. */
  readonly socket: string;
}

/** In a network of its own. */
export async function judge(start: Start): Promise<Judged> {
  const { argv, absent } = adapted(start.argv);
  const uplink = createServer().listen(join(start.folder, UPLINK));
  const child = spawn("unshare", ["--net", "--", ...argv], {
    cwd: start.folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close");
  let status: string;
  try {
    status = await statusOf(join(start.folder, start.socket), child);
  } finally {
    child.kill("SIGKILL");
    await ended;
    uplink.close();
  }
  // Its end may be known before its last words were read.
  return { absent, status, said };
}

const DEADLINE_MS = 60_000;

/** Its answer to `query-status` (QMP); "ended" when it ended before. */
async function statusOf(path: string, child: ChildProcess): Promise<string> {
  const until = Date.now() + DEADLINE_MS;
  while (child.exitCode === null && Date.now() < until) {
    const answer = await asked(path).catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(50);
  }
  return "ended";
}

async function asked(path: string): Promise<string> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    socket.write('{"execute":"qmp_capabilities"}{"execute":"query-status"}');
    let text = "";
    for await (const chunk of socket.setEncoding("utf8")) {
      text += chunk;
      const status = /"status": "([a-z-]+)"/.exec(text)?.[1];
      if (status !== undefined) return status;
    }
    throw new Error("closed");
  } finally {
    socket.destroy();
  }
}
