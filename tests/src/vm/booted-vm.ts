/** A VM by a hand-written command line of QEMU: what an image needs to boot, without plan and runner. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  writeFile,
} from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { waitFor } from "../machine/wait-for.ts";

export interface BootOptions {
  readonly name: string;
  readonly role: string;
  /** On the network of the VM, 192.168.100.0/24, where this machine is .2. */
  readonly address: string;
  /** The image's folder. */
  readonly image: string;
  /** What only this VM has (makeVmLayer). */
  readonly layer: Uint8Array;
  /** A port of this machine's loopback interface leads to port 9000 of the VM. */
  readonly isAgentReached?: boolean;
  /** Further words of the kernel's command line. */
  readonly words?: string;
  /** 320 unless said otherwise. */
  readonly memoryMib?: number;
  /** Disks beside the root: files by serial. */
  readonly disks?: Readonly<Record<string, string>>;
}

export interface BootedVm {
  /** Seconds from the start of QEMU until the guest said this line to the runner. */
  said(line: string): Promise<number>;
  /** Tells the guest something, as the runner does. */
  tell(line: string): void;
  /** Of 127.0.0.1, as the kernel gave it to QEMU: one that was free before may be taken by then. */
  agentPort(): Promise<number>;
  /** Everything on the serial console up to now. */
  console(): Promise<string>;
  /** Seconds from the start of QEMU until it ended by itself. */
  ended(): Promise<number>;
  /** Ends QEMU if it still runs, and removes what was made. */
  close(): Promise<void>;
}

export const machineId = "0123456789abcdef0123456789abcdef";

const deadlineMs = 150_000;

/** Starts QEMU in emulation, which works everywhere; comes back before the guest is up. */
export async function bootVm(options: BootOptions): Promise<BootedVm> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-vm-"));
  const initrd = await readFile(join(options.image, "initrd.cpio"));
  const whole = Buffer.concat([initrd, options.layer]);
  await writeFile(join(folder, "initrd"), whole, { mode: 0o600 });
  const qemu = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", ...commandLine(options, folder)],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  const since = performance.now();
  const seconds = () => (performance.now() - since) / 1_000;
  const end = once(qemu, "close").then(seconds);
  const port = await runnerPort(join(folder, "port"));
  const lines = new Map<string, number>();
  createInterface(port).on("line", (line) => lines.set(line, seconds()));
  return {
    said: (line) =>
      waitFor(
        `${options.name} says ${line}`,
        () => lines.get(line),
        deadlineMs,
      ),
    tell: (line) => void port.write(`${line}\n`),
    agentPort: () =>
      waitFor("the port of the agent", () => listeningPort(qemu.pid ?? 0)),
    console: () => readFile(join(folder, "console"), "utf8"),
    ended: () => end,
    close: async () => {
      port.destroy();
      await kill(qemu, end);
      await rm(folder, { recursive: true });
    },
  };
}

async function kill(qemu: ChildProcess, end: Promise<unknown>): Promise<void> {
  if (qemu.exitCode === null) qemu.kill("SIGKILL");
  await end;
}

async function runnerPort(path: string): Promise<Socket> {
  return await waitFor("the port of QEMU", async () => {
    const socket = connect(path);
    await once(socket, "connect");
    return socket;
  });
}

/** The one TCP port that a process listens at (proc_net(5): state 0A, and which socket it is). */
async function listeningPort(pid: number): Promise<number | undefined> {
  const descriptors = `/proc/${pid}/fd`;
  const names = await readdir(descriptors);
  const files = await Promise.all(
    names.map((name) => readlink(join(descriptors, name)).catch(() => "")),
  );
  const table = await readFile(`/proc/${pid}/net/tcp`, "utf8");
  for (const line of table.split("\n")) {
    const words = line.trim().split(/ +/);
    const [, local = "", , state] = words;
    if (state !== "0A" || !files.includes(`socket:[${words[9]}]`)) continue;
    return Number.parseInt(local.slice(local.indexOf(":") + 1), 16);
  }
  return undefined;
}

function commandLine(options: BootOptions, folder: string): string[] {
  const { image, address, memoryMib = 320, disks = {} } = options;
  const forward = options.isAgentReached
    ? `,hostfwd=tcp:127.0.0.1:0-${address}:9000`
    : "";
  return [
    ...["qemu-system-x86_64", "-name", `ghaf-${options.name}`],
    ...["-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max"],
    ...["-m", String(memoryMib)],
    ...["-nodefaults", "-no-user-config", "-nographic", "-no-reboot"],
    ...["-kernel", join(image, "vmlinux"), "-initrd", join(folder, "initrd")],
    ...["-append", kernelCommandLine(options)],
    "-drive",
    `id=root,file=${join(image, "root.erofs")},format=raw,if=none,readonly=on,file.locking=off`,
    ...["-device", "virtio-blk-pci,drive=root", "-device", "virtio-rng-pci"],
    ...Object.entries(disks).flatMap(([serial, file]) => [
      ...["-drive", `id=${serial},file=${file},format=raw,if=none`],
      ...["-device", `virtio-blk-pci,drive=${serial},serial=${serial}`],
    ]),
    "-netdev",
    `user,id=net,restrict=on,net=192.168.100.0/24,host=192.168.100.2${forward}`,
    ...["-device", "virtio-net-pci,netdev=net,romfile="],
    ...[
      "-chardev",
      `socket,id=port,path=${join(folder, "port")},server=on,wait=off`,
    ],
    ...["-device", "virtio-serial-pci"],
    ...["-device", "virtserialport,chardev=port,name=org.ghaf.runner"],
    ...["-serial", `file:${join(folder, "console")}`],
  ];
}

function kernelCommandLine(options: BootOptions): string {
  const { name, role, address, words = "" } = options;
  return [
    "console=ttyS0 panic=-1 quiet mitigations=off nokaslr no_timer_check",
    "tsc=reliable random.trust_cpu=on cryptomgr.notests audit=0",
    "8250.nr_uarts=1 net.ifnames=0 systemd.show_status=0",
    `ghaf.vm=${name} ghaf.role=${role} ghaf.address=${address}/24`,
    "ghaf.gateway=192.168.100.2",
    `systemd.hostname=${name} systemd.machine_id=${machineId}`,
    words,
  ].join(" ");
}
