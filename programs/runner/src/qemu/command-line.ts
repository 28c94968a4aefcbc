/** QEMU's arguments for one start: the variant's, with its slots filled. */

import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "../account/account.ts";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import type { Variant } from "../spec/launch-spec.ts";
import { fillSlots, type JoinedInitrd, slotsIn } from "../spec/slots.ts";
import { type Link, type LinkParts, listLinks } from "../tap/links.ts";
import { type HandOver, handOverFiles } from "./hand-over.ts";

export interface CommandLine {
  /** Without the program. */
  readonly words: readonly string[];
  /** To be passed on as 3 and the next ones; closed by who started QEMU. */
  readonly descriptors: readonly FileHandle[];
}

export interface CommandLineParts extends LinkParts {
  readonly initrd: JoinedInitrd | undefined;
  /** QEMU's, when it is not the runner's. */
  readonly account: Account | undefined;
  /** /dev */
  readonly devices: string;
}

/** The first descriptor after the standard ones. */
const FIRST = 3;

/** @throws RunnerError `missing-file` or `network` that names what is not there */
export async function commandLine(
  { argv }: Variant,
  parts: CommandLineParts,
): Promise<CommandLine> {
  const [, ...words] = argv;
  await checkKernel(words);
  if (parts.account !== undefined) refuseHelper(words);
  const descriptors: FileHandle[] = [];
  const pass = (handle: FileHandle) => FIRST + descriptors.push(handle) - 1;
  try {
    const numbers = await passInterfaces(words, { ...parts, pass });
    const { account, initrd } = parts;
    const found =
      account === undefined
        ? words
        : await handOverFiles(words, { account, pass });
    const values = { initrd, descriptors: numbers };
    return { words: found.map((word) => fillSlots(word, values)), descriptors };
  } catch (error) {
    for (const handle of descriptors) await handle.close();
    throw error;
  }
}

async function passInterfaces(
  words: readonly string[],
  parts: CommandLineParts & { readonly pass: HandOver["pass"] },
): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  const names = interfacesIn(words);
  const links = names.size > 0 ? await listLinks(parts) : new Map();
  for (const name of names) {
    const handle = await openInterface(name, links, parts.devices);
    numbers.set(name, parts.pass(handle));
  }
  return numbers;
}

/** The device of the virtio-serial port with that name, if its argument gives it an id. */
export function portDevice(
  words: readonly string[],
  portName: string,
): string | undefined {
  const fields = words
    .map((word) => word.split(","))
    .find(
      (parts) =>
        parts[0] === "virtserialport" && parts.includes(`name=${portName}`),
    );
  return fields?.find((field) => field.startsWith("id="))?.slice(3);
}

/** Whether QEMU by itself connects that netdev again when its other end is gone (qemu(1), “-netdev stream”). */
export function isReconnected(
  words: readonly string[],
  netdev: string,
): boolean {
  const fields = words
    .map((word) => word.split(","))
    .find((parts) => parts[0] === "stream" && parts.includes(`id=${netdev}`));
  return fields?.some((field) => /^reconnect(-ms)?=/.test(field)) ?? false;
}

async function checkKernel(words: readonly string[]): Promise<void> {
  const kernel = words[words.indexOf("-kernel") + 1];
  if (!words.includes("-kernel") || kernel === undefined) return;
  try {
    await stat(kernel);
  } catch (cause) {
    const isAbsent = systemCode(cause) === "ENOENT";
    const reason = isAbsent ? "does not exist" : reasonOf(cause);
    const text = `kernel ${kernel} ${reason}`;
    throw new RunnerError("missing-file", text, { value: kernel, cause });
  }
}

/** @throws RunnerError `network`, where QEMU would only say that a program it started has failed */
function refuseHelper(words: readonly string[]): void {
  const netdev = words.find((word) => word.startsWith("bridge,"));
  if (netdev === undefined) return;
  const text = `-netdev ${netdev} is made by a program with set-user-ID, which a QEMU with an account of its own may not start: use an interface of type tap`;
  throw new RunnerError("network", text, { value: netdev });
}

function interfacesIn(words: readonly string[]): Set<string> {
  const slots = words.flatMap((word) => slotsIn(word).slots);
  return new Set(
    slots.flatMap((slot) => (slot.kind === "fd" ? [slot.interface] : [])),
  );
}

/** A macvtap's data comes through /dev/tap and the number of its interface. */
async function openInterface(
  name: string,
  links: ReadonlyMap<string, Link>,
  devices: string,
): Promise<FileHandle> {
  const link = links.get(name);
  if (link === undefined) {
    const text = `network interface ${name} does not exist`;
    throw new RunnerError("network", text, { value: name });
  }
  try {
    return await open(join(devices, `tap${link.index}`), "r+");
  } catch (cause) {
    const text = `network interface ${name} cannot be opened: ${reasonOf(cause)}`;
    throw new RunnerError("network", text, { value: name, cause });
  }
}
