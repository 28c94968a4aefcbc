/** What an instance is, read from instance.json: every field present and usable. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isIpAddress } from "@ghaf/api";
import { ConfigError, type ConfigProblem, readConfig } from "@ghaf/api/config";
import {
  type InstanceSpec as InstanceMessage,
  InstanceSpecSchema,
} from "@ghaf/api/proto/ghaf/machine/v1/instance_spec";
import { InstanceError, reasonOf, systemCode } from "../errors.ts";

export interface InstanceSpec {
  readonly name: string;
  /** Null: there is no network between the VMs. */
  readonly network: {
    readonly bridge: string;
    /** With prefix length. */
    readonly addresses: readonly string[];
    /** File for nft -f; null: no rules. */
    readonly packetFilter: string | null;
  } | null;
  /** Program and arguments. */
  readonly agent: readonly [string, ...string[]];
  /** Null: nothing of this machine talks to the control plane. */
  readonly relay: Relay | null;
  /** Null: there is no way out. */
  readonly uplink: Uplink | null;
}

export interface Uplink {
  /** Unix socket where QEMU finds it. */
  readonly socket: string;
  /** Address in whose place this machine's resolver is asked; null: none. */
  readonly resolver: string | null;
}

export interface Relay {
  /** On 127.0.0.1; 0: any that is free. */
  readonly port: number;
  readonly target: { readonly host: string; readonly port: number };
}

export const SPEC_FILE = "instance.json";
const LARGEST_FILE = 1024 * 1024;
const MOST_PORT = 65_535;

/** @throws InstanceError `missing-file` or `invalid-spec`, with every problem */
export async function readSpec(folder: string): Promise<InstanceSpec> {
  const path = join(folder, SPEC_FILE);
  return parseSpec(await readText(path), path);
}

/** The same from text. @param source the file, for the error */
export function parseSpec(untrusted: string, source: string): InstanceSpec {
  const { message, problems } = readConfig(
    InstanceSpecSchema,
    jsonOf(untrusted, source),
  );
  const found: ConfigProblem[] = [...problems];
  const spec = resolve(message, (path, expected, got) =>
    found.push({ path, expected, given: got }),
  );
  if (spec !== undefined && found.length === 0) return spec;
  const cause = new ConfigError(source, found);
  throw new InstanceError("invalid-spec", cause.message, {
    value: found,
    cause,
  });
}

type Note = (path: string, expected: string, got: string) => void;

function resolve(
  message: InstanceMessage,
  note: Note,
): InstanceSpec | undefined {
  const { name, agent } = message;
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    note("name", "1 to 32 of a-z, 0-9 and -", shown(name));
  }
  const [program, ...words] = agent;
  if (!program) note("agent", "a program and its arguments", "nothing");
  const network = networkOf(message, note);
  const relay = relayOf(message, note);
  if (!program) return undefined;
  const uplink = uplinkOf(message, note);
  return { name, network, relay, agent: [program, ...words], uplink };
}

function uplinkOf({ uplink }: InstanceMessage, note: Note): Uplink | null {
  if (uplink === undefined) return null;
  const { socket, resolver } = uplink;
  if (socket === "") note("uplink.socket", "the path of a socket", "nothing");
  if (resolver !== "" && !isIpAddress(resolver)) {
    note("uplink.resolver", "an IP address", shown(resolver));
  }
  return { socket, resolver: resolver === "" ? null : resolver };
}

function networkOf(
  { bridge, addresses, packetFilter }: InstanceMessage,
  note: Note,
): InstanceSpec["network"] {
  if (bridge === "") return null;
  if (!/^[a-z][a-z0-9-]{0,14}$/.test(bridge)) {
    note("bridge", "an interface name of 1 to 15 characters", shown(bridge));
  }
  for (const [index, address] of addresses.entries()) {
    const [ip = "", prefix = "", ...more] = address.split("/");
    const isPrefix = /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32;
    if (isIpAddress(ip) && isPrefix && more.length === 0) continue;
    const expected = "an IPv4 address with prefix length";
    note(`addresses[${index}]`, expected, shown(address));
  }
  const filter = packetFilter === "" ? null : packetFilter;
  return { bridge, addresses, packetFilter: filter };
}

function relayOf({ relay }: InstanceMessage, note: Note): Relay | null {
  if (relay === undefined) return null;
  const { port, targetAddress: host, targetPort } = relay;
  if (!isIpAddress(host)) {
    note("relay.targetAddress", "an IP address", shown(host));
  }
  if (port > MOST_PORT) {
    note("relay.port", "a number up to 65535", String(port));
  }
  if (targetPort < 1 || targetPort > MOST_PORT) {
    note("relay.targetPort", "a number from 1 to 65535", String(targetPort));
  }
  return { port, target: { host, port: targetPort } };
}

function shown(untrusted: string): string {
  return JSON.stringify(untrusted.slice(0, 100));
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= LARGEST_FILE) return bytes.toString("utf8");
  } catch (cause) {
    const isAbsent = systemCode(cause) === "ENOENT";
    const text = isAbsent
      ? `${path} does not exist: this is not the folder of an instance`
      : `${path} cannot be read: ${reasonOf(cause)}`;
    const code = isAbsent ? "missing-file" : "invalid-spec";
    throw new InstanceError(code, text, { value: path, cause });
  }
  const text = `${path} is larger than ${LARGEST_FILE} bytes`;
  throw new InstanceError("invalid-spec", text, { value: path });
}

function jsonOf(untrusted: string, source: string): unknown {
  try {
    return JSON.parse(untrusted);
  } catch (cause) {
    const text = `${source} is not JSON: ${reasonOf(cause)}`;
    throw new InstanceError("invalid-spec", text, { value: source, cause });
  }
}
