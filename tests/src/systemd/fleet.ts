/**
 * A device out of test machines: the admin and agents as the services we ship,
 * each on a real systemd, with certificates for the machine's own address.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TlsFiles } from "@ghaf/transport";
import type { Finished } from "../machine/command.ts";
import type { GuestProgram } from "../machine/guest.ts";
import type { GuestFile, GuestUnit } from "../machine/guest-files.ts";
import { type Lab, openLab } from "../machine/lab.ts";
import type { Bind, Machine } from "../machine/machine.ts";
import type { Network, Port } from "../machine/network.ts";
import { TestAuthority } from "../process/test-authority.ts";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));

/** systemd 257 waits half a minute for a bus that it is to start, and maybe again. */
export const NEW_BUS_MS = 180_000;

export const ADMIN = { name: "admin-vm", address: "192.168.101.10" } as const;
const ADMIN_PORT = "9001";
/** Where a server of the fleet is called. */
export interface ServerPlace {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}
export const ADMIN_SERVER: ServerPlace = { ...ADMIN, port: Number(ADMIN_PORT) };
const AGENT_PORT = "9000";
/** Commands wait for agents and VMs themselves, a minute at most: not to be cut short in that. */
const COMMAND_MS = 90_000;

/** Where a machine keeps its certificate files. */
const IN_GUEST: TlsFiles = {
  caCert: "/etc/givc/ca-cert.pem",
  cert: "/etc/givc/cert.pem",
  key: "/etc/givc/key.pem",
};

/** A machine of the fleet, and how to be it from outside. */
export interface Member {
  readonly name: string;
  readonly machine: Machine;
  readonly port: Port;
  /** Its certificate, as files of this machine. */
  readonly tls: TlsFiles;
}

export interface MemberOptions {
  readonly name: string;
  readonly address: string;
  /** Who may read the key; default: root. */
  readonly owner?: number;
  /** Addresses in the certificate; default: its own. */
  readonly certified?: readonly string[];
  readonly files?: readonly GuestFile[];
  readonly units?: readonly GuestUnit[];
  readonly binds?: readonly Bind[];
}

/** What a machine is apart from running: one that was switched off can be started again. */
export interface Place {
  readonly port: Port;
  start(): Promise<Member>;
}

/** What the admin's machine has beyond the admin. */
export interface AdminOptions
  extends Pick<MemberOptions, "files" | "units" | "binds"> {
  /** False when a test, or something that it set up, starts the admin. */
  readonly atBoot?: boolean;
}

export interface AgentOptions extends MemberOptions {
  /** Unit type number of the agent: 0 host, 8 system VM, 12 app VM. */
  readonly type: 0 | 8 | 12;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

export class Fleet {
  readonly lab: Lab;
  readonly network: Network;
  readonly authority: TestAuthority;

  private constructor(lab: Lab, network: Network, authority: TestAuthority) {
    this.lab = lab;
    this.network = network;
    this.authority = authority;
  }

  static async open(): Promise<Fleet> {
    const lab = await openLab();
    const network = await lab.startNetwork();
    return new Fleet(lab, network, await TestAuthority.create());
  }

  /** The admin's machine, with givc-admin as its service. */
  async startAdmin(
    flags: Readonly<Record<string, unknown>> = {},
    options: AdminOptions = {},
  ): Promise<Member> {
    const { files = [], units = [], binds = [], atBoot = true } = options;
    const config = {
      listen: [`${ADMIN.address}:${ADMIN_PORT}`],
      sourceAddr: ADMIN.address,
      useTls: true,
      caCert: IN_GUEST.caCert,
      hostCert: IN_GUEST.cert,
      hostKey: IN_GUEST.key,
      ...flags,
    };
    const unit: GuestUnit = {
      name: "givc-admin.service",
      content: await shipped("admin", "givc-admin.service"),
      ...(atBoot && { wantedBy: "multi-user.target" }),
    };
    return this.startMember({
      ...ADMIN,
      binds,
      files: [json("/etc/givc-admin/config.json", config), ...files],
      units: [unit, ...units],
    });
  }

  /** A machine with its agent: a service of the system, of the user `ghaf` in app VMs. */
  async startAgent(options: AgentOptions): Promise<Member> {
    return (await this.placeAgent(options)).start();
  }

  /** The same, switched off. */
  async placeAgent(options: AgentOptions): Promise<Place> {
    const { name, type, files = [], units = [] } = options;
    const user = type === 12;
    const content = await shipped(
      "agent",
      `givc-agent.${user ? "user" : "system"}.service`,
    );
    const unit: GuestUnit = {
      name: `givc-${name}.service`,
      content,
      manager: user ? "user" : "system",
      wantedBy: user ? "default.target" : "multi-user.target",
    };
    return this.place({
      ...options,
      // The user whose manager runs it, and nobody else, reads its key.
      owner: user ? 1_000 : 0,
      files: [json("/etc/givc-agent/config.json", config(options)), ...files],
      units: [unit, ...units],
    });
  }

  /** A machine with our programs and a certificate, and nothing running. */
  async startMember(options: MemberOptions): Promise<Member> {
    return (await this.place(options)).start();
  }

  /** The same, switched off. */
  async place(options: MemberOptions): Promise<Place> {
    const { name, address, files = [], units = [], binds = [] } = options;
    const tls = await this.authority.issue(
      name,
      options.certified ?? [address],
    );
    const port = await this.network.attach(address);
    const machine = {
      name,
      port,
      binds: [...programs(), ...binds],
      files: [
        ...(await credentials(tls, options.owner ?? 0)),
        commandLine(),
        ...files,
      ],
      units,
    };
    const start = async (): Promise<Member> => {
      return { name, port, tls, machine: await this.lab.startMachine(machine) };
    };
    return { port, start };
  }

  /** Runs givc-cli on a machine, as whoever that machine is. */
  cli(from: Member, ...args: string[]): Promise<Finished> {
    const options = { deadlineMs: COMMAND_MS };
    return from.machine.exec(commandWords(args), options);
  }

  /** The same, of a command that goes on. */
  startCli(from: Member, ...args: string[]): Promise<GuestProgram> {
    return from.machine.start(commandWords(args));
  }

  async close(): Promise<void> {
    try {
      await this.lab.close();
    } finally {
      await this.authority.remove();
    }
  }
}

/** The bundles where the units we ship look for them. */
function programs(): Bind[] {
  const bundle = (workspace: string, file: string) =>
    join(REPOSITORY, "programs", workspace, "dist/bundle", file);
  return [
    {
      from: bundle("admin", "givc-admin.cjs"),
      to: "/usr/lib/ghaf/givc-admin.cjs",
    },
    {
      from: bundle("agent", "givc-agent.cjs"),
      to: "/usr/lib/ghaf/givc-agent.cjs",
    },
    { from: bundle("cli", ""), to: "/usr/lib/ghaf/cli" },
  ];
}

function commandWords(args: readonly string[]): string[] {
  return [
    "givc-cli",
    ...["--addr", ADMIN.address, "--port", ADMIN_PORT, "--name", ADMIN.name],
    ...["--cacert", IN_GUEST.caCert, "--cert", IN_GUEST.cert],
    ...["--key", IN_GUEST.key],
    ...args,
  ];
}

function commandLine(): GuestFile {
  const content = '#!/bin/sh\nexec node /usr/lib/ghaf/cli/givc-cli.cjs "$@"\n';
  return { path: "/usr/bin/givc-cli", content, mode: 0o755 };
}

async function credentials(tls: TlsFiles, uid: number): Promise<GuestFile[]> {
  const entries = Object.entries(IN_GUEST) as [keyof TlsFiles, string][];
  return Promise.all(
    entries.map(async ([kind, path]) => ({
      path,
      content: await readFile(tls[kind]),
      mode: 0o400,
      uid,
    })),
  );
}

function shipped(workspace: string, unit: string): Promise<string> {
  return readFile(
    join(REPOSITORY, "programs", workspace, "systemd", unit),
    "utf8",
  );
}

function config({ name, address, type, capabilities }: AgentOptions) {
  const parent = type === 0 ? {} : { parent: `microvm@${name}.service` };
  const transport = (of: { name: string; address: string }, port: string) => ({
    transport: { name: of.name, addr: of.address, port, protocol: "tcp" },
  });
  return {
    identity: { name, type, subType: type + 1, ...parent },
    network: {
      admin: transport(ADMIN, ADMIN_PORT),
      agent: transport({ name, address }, AGENT_PORT),
      tls: {
        enable: true,
        caCertPath: IN_GUEST.caCert,
        certPath: IN_GUEST.cert,
        keyPath: IN_GUEST.key,
      },
    },
    capabilities,
  };
}

function json(path: string, value: unknown): GuestFile {
  return { path, content: `${JSON.stringify(value, null, 2)}\n` };
}
