/** What every section needs: a network of its own, certificates, and child processes that end with it. */

import { type ChildProcess, fork, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { createRpcClient, type RpcTransport } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity, type TlsFiles } from "@ghaf/transport";
import { TestAuthority } from "../process/test-authority.ts";

export const ADMIN_PORT = 9_001;
const READY_LIMIT_MS = 20_000;

export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly files: TlsFiles;
}

export class Rig {
  readonly #authority: TestAuthority;
  readonly #network = `127.${randomInt(64, 192)}.${randomInt(1, 255)}`;
  readonly #children = new Set<ChildProcess>();
  readonly #transports: RpcTransport[] = [];

  private constructor(authority: TestAuthority) {
    this.#authority = authority;
  }

  static async create(): Promise<Rig> {
    return new Rig(await TestAuthority.create());
  }

  get folder(): string {
    return this.#authority.folder;
  }

  /** A machine with a certificate for its own address. */
  async machine(name: string, octet: number): Promise<Machine> {
    const address = `${this.#network}.${octet}`;
    return {
      name,
      address,
      files: await this.#authority.issue(name, [address]),
    };
  }

  /** The real program, from its committed starter. */
  program(workspace: string, name: string): string {
    const path = `../../../programs/${workspace}/bin/${name}.js`;
    return fileURLToPath(new URL(path, import.meta.url));
  }

  /** Starts a daemon; its errors are shown. */
  spawn(command: string, args: readonly string[]): ChildProcess {
    const stdio = ["ignore", "ignore", "inherit"] as const;
    const environment = { ...process.env, GIVC_LOG: "error" };
    return this.#own(
      spawn(command, args, { stdio: [...stdio], env: environment }),
    );
  }

  /** Starts another file of this folder, to be talked with by messages. */
  fork(
    file: string,
    args: readonly string[],
    flags: string[] = [],
  ): ChildProcess {
    const main = fileURLToPath(new URL(file, import.meta.url));
    return this.#own(fork(main, [...args], { execArgv: flags }));
  }

  /** Starts givc-admin and waits until it answers. */
  async startAdmin(admin: Machine, ...flags: string[]): Promise<ChildProcess> {
    const { address, files } = admin;
    const child = this.spawn(this.program("admin", "givc-admin"), [
      ...["--listen", `${address}:${ADMIN_PORT}`, "--source-addr", address],
      ...["--use-tls", "--ca-cert", files.caCert],
      ...["--host-cert", files.cert, "--host-key", files.key],
      ...["--state-dir", this.folder, ...flags],
    ]);
    const probe = await this.machine(`probe-${this.#children.size}`, 250);
    await answering(await this.dialAdmin(admin, probe));
    return child;
  }

  /** Calls to the admin as `from`. */
  async dialAdmin(admin: Machine, from: Machine): Promise<RpcTransport> {
    const tls = await loadTlsIdentity(from.files);
    const host = admin.address;
    const transport = dial(
      {
        endpoint: { kind: "tcp", host, port: ADMIN_PORT },
        serverName: admin.name,
      },
      { tls, sourceAddress: from.address },
    );
    tls.close();
    this.#transports.push(transport);
    return transport;
  }

  async close(): Promise<void> {
    for (const transport of this.#transports) transport.close();
    await Promise.all([...this.#children].map(end));
    await this.#authority.remove();
  }

  #own(child: ChildProcess): ChildProcess {
    this.#children.add(child);
    child.once("exit", () => this.#children.delete(child));
    return child;
  }
}

/** The next message of a forked child. */
export function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) =>
      reject(new Error(`a child of the benchmark ended with ${code}`));
    child.once("exit", failed);
    child.once("message", (value) => {
      child.off("exit", failed);
      resolve(value as T);
    });
  });
}

/** Sends SIGTERM, after 5 s SIGKILL, and waits for the end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(patience);
}

async function answering(transport: RpcTransport): Promise<void> {
  const admin = createRpcClient(AdminService, transport);
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    try {
      await admin.queryList({});
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
