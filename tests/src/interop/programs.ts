/** Our programs as processes, started by their shipped commands. */

import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Endpoint } from "@ghaf/api";
import type { TlsFiles } from "@ghaf/transport";
import { JsonProcess } from "./json-process.ts";
import { freePort, ownAddress } from "./loopback.ts";

type TcpEndpoint = Endpoint & { readonly kind: "tcp" };

const PROGRAMS = new URL("../../../programs/", import.meta.url);
const START_MS = 30_000;
const PROBE_MS = 20;

/** A program of ours that listens on an address of its own. */
export class RunningProgram {
  readonly endpoint: TcpEndpoint;
  readonly #process: JsonProcess<never>;
  readonly #folder: string;

  constructor(
    endpoint: TcpEndpoint,
    process: JsonProcess<never>,
    folder: string,
  ) {
    this.endpoint = endpoint;
    this.#process = process;
    this.#folder = folder;
  }

  get log(): string {
    return this.#process.stderr;
  }

  /** Ends it and removes what it kept. */
  async stop(signal?: NodeJS.Signals): Promise<void> {
    await this.#process.stop(signal);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** `issue` is asked for a certificate that names `address`. */
export type Issue = (address: string) => Promise<TlsFiles>;

/** givc-admin, which calls agents from the address it listens on. */
export async function startAdmin(
  issue: Issue,
  flags: readonly string[] = [],
): Promise<RunningProgram> {
  const endpoint = await ownEndpoint();
  const files = await issue(endpoint.host);
  const folder = await mkdtemp(join(tmpdir(), "ghaf-admin-"));
  const argv = [
    ...["--listen", `${endpoint.host}:${endpoint.port}`],
    ...["--use-tls", "--ca-cert", files.caCert],
    ...["--host-cert", files.cert, "--host-key", files.key],
    ...["--source-addr", endpoint.host, "--state-dir", folder],
    ...flags,
  ];
  return start("admin/bin/givc-admin.js", argv, { endpoint, folder });
}

/** What an agent's configuration says beside its network. */
export interface AgentOptions {
  readonly identity: { readonly name: string } & Readonly<
    Record<string, unknown>
  >;
  readonly capabilities?: object;
  readonly supervisor?: object;
  readonly admin: TcpEndpoint;
  readonly adminName: string;
}

/** givc-agent with a local supervisor, since no systemd may run where tests do. */
export async function startAgent(
  issue: Issue,
  { admin, adminName, ...config }: AgentOptions,
): Promise<RunningProgram> {
  const endpoint = await ownEndpoint();
  const { caCert, cert, key } = await issue(endpoint.host);
  const folder = await mkdtemp(join(tmpdir(), "ghaf-agent-"));
  const file = join(folder, "config.json");
  const network = {
    admin: { transport: transport(adminName, admin) },
    agent: { transport: transport(config.identity.name, endpoint) },
    tls: { enable: true, caCertPath: caCert, certPath: cert, keyPath: key },
  };
  const supervisor = { kind: "local", ...config.supervisor };
  await writeFile(file, JSON.stringify({ ...config, network, supervisor }));
  const argv = ["-config", file, "-debug"];
  return start("agent/bin/givc-agent.js", argv, { endpoint, folder });
}

function transport(name: string, { host, port }: TcpEndpoint) {
  return { name, addr: host, port: `${port}`, protocol: "tcp" };
}

async function ownEndpoint(): Promise<TcpEndpoint> {
  const host = ownAddress();
  return { kind: "tcp", host, port: await freePort(host) };
}

interface Place {
  readonly endpoint: TcpEndpoint;
  readonly folder: string;
}

async function start(
  command: string,
  args: readonly string[],
  { endpoint, folder }: Place,
): Promise<RunningProgram> {
  const path = fileURLToPath(new URL(command, PROGRAMS));
  const process_ = new JsonProcess<never>({
    argv: [process.execPath, path, ...args],
  });
  const program = new RunningProgram(endpoint, process_, folder);
  try {
    await listening(endpoint, process_);
  } catch (error) {
    await program.stop("SIGKILL");
    throw error;
  }
  return program;
}

/** Connects until somebody listens; there is no event for that from outside. */
async function listening(
  { host, port }: TcpEndpoint,
  process: JsonProcess<never>,
): Promise<void> {
  const end = Date.now() + START_MS;
  while (Date.now() < end && process.isRunning) {
    const socket = connect(port, host);
    try {
      await once(socket, "connect");
      return;
    } catch {
      await pause(PROBE_MS);
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`nobody listens on ${host}:${port}\n${process.stderr}`);
}
