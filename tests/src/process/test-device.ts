/**
 * A device for one file of tests: machines at loopback addresses of its own,
 * each with its certificate, the programs that run there, and a folder. All of
 * it goes when the device is closed.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoint } from "@ghaf/api";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import {
  createRpcClient,
  type RpcClient,
  type RpcTransport,
} from "@ghaf/api/rpc";
import { dial, loadTlsIdentity, type TlsFiles } from "@ghaf/transport";
import { type OwnNetwork, reserveNetwork } from "./own-network.ts";
import { type FoundProcess, processesWith } from "./process-table.ts";
import {
  type Finished,
  Program,
  type ProgramName,
  type ProgramOptions,
  starter,
} from "./program.ts";
import { TestAuthority } from "./test-authority.ts";
import { until } from "./until.ts";

export const ADMIN_PORT = 9_001;
export const AGENT_PORT = 9_000;

export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly files: TlsFiles;
}

/** Who serves where: the endpoint, and the name in the certificate there. */
export interface Server {
  readonly endpoint: Endpoint;
  readonly name: string;
}

type StartOptions = Partial<ProgramOptions>;

export class TestDevice {
  readonly folder: string;
  readonly authority: TestAuthority;
  readonly #network: OwnNetwork;
  readonly #programs: Program[] = [];
  readonly #closing: (() => void)[] = [];

  private constructor(
    folder: string,
    authority: TestAuthority,
    network: OwnNetwork,
  ) {
    this.folder = folder;
    this.authority = authority;
    this.#network = network;
  }

  static async create(): Promise<TestDevice> {
    const folder = await mkdtemp(join(tmpdir(), "ghaf-process-"));
    const authority = await TestAuthority.create();
    return new TestDevice(folder, authority, await reserveNetwork());
  }

  /** A path in the device's folder. */
  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** A machine whose certificate is for its own address. */
  async machine(name: string, octet: number): Promise<Machine> {
    const address = this.address(octet);
    return {
      name,
      address,
      files: await this.authority.issue(name, [address]),
    };
  }

  address(octet: number): string {
    return `${this.#network.prefix}.${octet}`;
  }

  /** What the device's programs find in their environment, and nothing of the test's own. */
  environment(
    more: Readonly<Record<string, string>> = {},
  ): Readonly<Record<string, string>> {
    const run = process.env["GHAF_TEST_RUN"];
    return {
      PATH: process.env["PATH"] ?? "",
      TMPDIR: this.folder,
      ...(run !== undefined && { GHAF_TEST_RUN: run }),
      ...more,
    };
  }

  /** All processes of the device: programs hand TMPDIR on to what they start. */
  processes(): readonly FoundProcess[] {
    return processesWith(`TMPDIR=${this.folder}`);
  }

  /** Starts any command; it ends with the device. */
  spawn(argv: readonly string[], options: StartOptions = {}): Program {
    const env = this.environment(options.env);
    const program = new Program(argv, { ...options, env });
    this.#programs.push(program);
    return program;
  }

  start(
    name: ProgramName,
    args: readonly string[],
    options: StartOptions = {},
  ): Program {
    return this.spawn([starter(name), ...args], options);
  }

  /** Runs a program to its end. */
  run(
    name: ProgramName,
    args: readonly string[],
    options: StartOptions = {},
  ): Promise<Finished> {
    return this.start(name, args, options).finished();
  }

  /** A way to a server as `from`; opens no connection yet. */
  async dial(from: Machine, to: Server): Promise<RpcTransport> {
    const tls = await loadTlsIdentity(from.files);
    const sourceAddress = from.address;
    const transport = dial(
      { endpoint: to.endpoint, serverName: to.name },
      { tls, sourceAddress },
    );
    this.#closing.push(() => {
      transport.close();
      tls.close();
    });
    return transport;
  }

  /** The admin's service as `from` sees it. */
  async admin(
    from: Machine,
    to: Server,
  ): Promise<RpcClient<typeof AdminService>> {
    return createRpcClient(AdminService, await this.dial(from, to));
  }

  /** Ends the device. @throws Error when one of its processes is still there afterwards */
  async close(): Promise<void> {
    for (const close of this.#closing) close();
    await Promise.all(this.#programs.map((program) => program.kill()));
    try {
      await until(
        "the end of the device's processes",
        () => this.processes().length === 0,
      );
    } finally {
      this.#network.release();
      await rm(this.folder, { recursive: true, force: true });
      await this.authority.remove();
    }
  }
}

/** Where a program on that machine listens. */
export function tcpServer({ name, address }: Machine, port: number): Server {
  return { name, endpoint: { kind: "tcp", host: address, port } };
}
