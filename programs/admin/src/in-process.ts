/**
 * A whole admin with machines of memory around it, in one process and under a
 * clock that stands still: what the tests of this program call through.
 */

import {
  create,
  type DescMessage,
  type MessageInitShape,
} from "@bufbuild/protobuf";
import { type Endpoint, type UnitStatus, writeUnitStatus } from "@ghaf/api";
import {
  AdminService,
  type RegistryRequestSchema,
} from "@ghaf/api/proto/admin/admin";
import {
  type AgentFrame,
  AgentFrameSchema,
  type SnapshotSchema,
} from "@ghaf/api/proto/ghaf/session/v1/session";
import { createRpcClient, type Peer, type RpcTransport } from "@ghaf/api/rpc";
import { createLogger, MemoryJournal } from "@ghaf/daemon";
import { inMemoryTransport } from "@ghaf/transport";
import { type Admin, type AdminOptions, createAdmin } from "./admin.ts";
import { FakeAgent, runningStatus } from "./agents/fake-agent.ts";
import { fakeAgentServices } from "./agents/fake-agent-services.ts";
import { MemorySettings } from "./control/memory-settings.ts";
import { AdminError } from "./errors.ts";
import { FakeClock } from "./fake-clock.ts";

/** Some fields of a message, as plain values. */
type Changes<D extends DescMessage> = Exclude<
  MessageInitShape<D>,
  { readonly $typeName: string }
>;

export class InProcess {
  readonly clock = new FakeClock();
  readonly settings = new MemorySettings();
  /** Of the machine that the admin itself is in. */
  readonly journal = new MemoryJournal();
  readonly log: string[] = [];
  /** The endpoints whose channels the admin gave up. */
  readonly dropped: Endpoint[] = [];
  readonly admin: Admin;
  readonly #machines = new Map<string, FakeAgent>();

  constructor(options: Partial<AdminOptions> = {}) {
    const write = (line: string) => void this.log.push(line);
    const logger = createLogger({ level: "debug", write, journal: false });
    this.admin = createAdmin({
      options: {
        hostAgent: "ghaf-host",
        vmStartTimeoutMs: 60_000,
        tls: true,
        tlsMinVersion: "TLSv1.3",
        allowUnboundRegistration: false,
        monitoring: true,
        ...options,
      },
      clock: this.clock,
      bootId: "boot-1",
      channels: {
        get: ({ serverName }) => this.#agentTransport(serverName),
        drop: ({ endpoint }) => void this.dropped.push(endpoint),
      },
      settings: this.settings,
      own: { name: "admin-vm", journal: this.journal },
      logger,
    });
  }

  /** The machine of that name; made at the first mention. */
  machine(name: string): FakeAgent {
    const known = this.#machines.get(name) ?? new FakeAgent();
    this.#machines.set(name, known);
    return known;
  }

  /** Calls the admin with the certificate of that machine. */
  as(name: string): RpcTransport {
    return this.from(peerOf(name));
  }

  from(peer: Peer): RpcTransport {
    const { services, toRpcError } = this.admin;
    return inMemoryTransport({ services, peer, toRpcError });
  }

  /** The reference's client, calling as `gui-vm`. */
  client(transport: RpcTransport = this.as("gui-vm")) {
    return createRpcClient(AdminService, transport);
  }

  /** RegisterService as a reference agent does it, for itself or one of its units. */
  async register(
    name: string,
    changes: Changes<typeof RegistryRequestSchema> = {},
  ): Promise<void> {
    await this.client(this.as(name)).registerService(
      registration(name, changes),
    );
  }

  /** Registers the host with the units of these VMs, all off. */
  async registerHost(...vms: string[]): Promise<void> {
    await this.register("ghaf-host", { Type: 0, Parent: "" });
    for (const vm of vms) {
      const Name = `microvm@${vm}.service`;
      const off = { ...runningStatus(Name), ...OFF };
      this.machine("ghaf-host").units.set(Name, off);
      const State = writeUnitStatus(off);
      const Parent = "givc-ghaf-host.service";
      await this.register("ghaf-host", { Name, Type: 11, Parent, State });
    }
  }

  #agentTransport(name: string): RpcTransport {
    return inMemoryTransport({
      services: fakeAgentServices(this.machine(name)),
      peer: peerOf("admin-vm"),
      toRpcError: this.admin.toRpcError,
    });
  }
}

const OFF = { activeState: "inactive", subState: "dead" };

/** The certificate of a machine: its name, and one address made from it. */
function peerOf(name: string): Peer {
  const address = addressOf(name);
  return {
    kind: "tcp",
    address,
    certificate: {
      dnsNames: [name],
      ipAddresses: [address],
      fingerprint256: `fingerprint of ${name}`,
    },
  };
}

/** An address that only this name has, in the range for tests of RFC 2544. */
function addressOf(name: string): string {
  let hash = 0;
  for (const letter of name) {
    hash = (hash * 31 + letter.charCodeAt(0)) % 65_536;
  }
  return `198.18.${hash >> 8}.${hash & 255}`;
}

/** What an app VM's agent of that name sends to register itself. */
export function registration(
  name: string,
  changes: Changes<typeof RegistryRequestSchema> = {},
) {
  const Name = `givc-${name}.service`;
  return {
    Name,
    Parent: `microvm@${name}.service`,
    Type: 12,
    Transport: transportOf(name),
    State: writeUnitStatus(runningStatus(changes.Name ?? Name)),
    ...changes,
  };
}

function transportOf(name: string) {
  return {
    Protocol: "tcp",
    Address: addressOf(name),
    Port: "9000",
    Name: name,
  };
}

/** The first frame of a session of that machine. */
export function snapshotFrame(
  name: string,
  changes: Changes<typeof SnapshotSchema> & {
    readonly sequence?: bigint;
  } = {},
): AgentFrame {
  const { sequence = 0n, ...rest } = changes;
  const status = writeUnitStatus(runningStatus(`givc-${name}.service`));
  const snapshot = {
    epoch: "epoch-1",
    agent: { status, type: name === "ghaf-host" ? 0 : 12 },
    parent: name === "ghaf-host" ? "" : `microvm@${name}.service`,
    transport: transportOf(name),
    version: "test 1",
    ...rest,
  };
  return create(AgentFrameSchema, {
    sequence,
    frame: { case: "snapshot", value: snapshot },
  });
}

export function changeFrame(sequence: bigint, status: UnitStatus): AgentFrame {
  return create(AgentFrameSchema, {
    sequence,
    frame: {
      case: "change",
      value: { change: { case: "status", value: writeUnitStatus(status) } },
    },
  });
}

export function goneFrame(sequence: bigint, unit: string): AgentFrame {
  return create(AgentFrameSchema, {
    sequence,
    frame: {
      case: "change",
      value: { change: { case: "gone", value: unit } },
    },
  });
}

/** What an agent that cannot be reached fails with. */
export function unreachable(): AdminError {
  return new AdminError("unreachable", "connection refused");
}
