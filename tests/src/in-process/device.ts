/**
 * A whole device in one process: the real admin and real agents over the
 * in-memory transport, each with the identity of its certificate; only systemd
 * is a substitute. A VM is on while its unit runs on the host.
 */

import { type Admin, createAdmin, MemorySettings } from "@ghaf/admin/testing";
import {
  createAgent,
  createFakeTools,
  FakeLocaleControl,
  FakeProcFs,
  FakeUnits,
  toRpcError,
} from "@ghaf/agent/testing";
import { parseUnitName, parseVmName, vmOfUnit, vmUnit } from "@ghaf/api";
import { readAgentConfig } from "@ghaf/api/config";
import type { Peer, RpcTransport } from "@ghaf/api/rpc";
import { type ControlClient, createControlClient } from "@ghaf/client";
import { createLogger, MemoryJournal } from "@ghaf/daemon";
import { inMemoryTransport } from "@ghaf/transport";
import { Cable } from "./cable.ts";

export interface Vm {
  readonly name: string;
  readonly applications: readonly string[];
  readonly services?: readonly string[];
}

interface Running {
  readonly agent: ReturnType<typeof createAgent>;
  readonly units: FakeUnits;
  readonly locale: FakeLocaleControl;
  /** Cut when the machine loses power. */
  readonly cable: Cable;
}

const HOST = "ghaf-host";
const log = createLogger({
  level: "error",
  write: () => undefined,
  journal: false,
});
const clock = {
  now: () => performance.now(),
  after: (milliseconds: number, run: () => void) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export class Device {
  readonly settings = new MemorySettings();
  readonly hostUnits: FakeUnits;
  readonly #vms: readonly Vm[];
  readonly #machines = new Map<string, Running>();
  readonly #powered: () => void;
  #admin: Admin;
  #epochs = 0;

  constructor(vms: readonly Vm[]) {
    this.#vms = vms;
    this.#admin = this.#createAdmin();
    const units = vms.map(({ name }) => ({ name: vmUnit(parseVmName(name)) }));
    this.hostUnits = new FakeUnits({
      units: [...units, { name: parseUnitName("poweroff.target") }],
    });
    this.#powered = this.hostUnits.watch(({ unit, status }) => {
      const vm = vmOfUnit(unit);
      if (vm === undefined) return;
      if (status.activeState === "active") this.#powerOn(vm);
      else void this.#powerOff(vm);
    });
  }

  async start(): Promise<void> {
    await this.#admin.start();
    this.#startAgent(HOST, this.hostUnits);
    await this.client().waitFor((items) =>
      items.some(({ name }) => name === `givc-${HOST}.service`),
    );
  }

  /** What `name` can ask of the admin. */
  client(name = "operator"): ControlClient {
    return createControlClient(this.#toAdmin(name));
  }

  /** The units and settings inside a machine that is on. */
  inside(name: string): Pick<Running, "units" | "locale"> {
    const machine = this.#machines.get(name);
    if (machine === undefined) throw new Error(`${name} is off`);
    return machine;
  }

  /** A new admin that knows nothing, as after kill -9: every connection is lost. */
  async restartAdmin(): Promise<void> {
    this.#admin.close();
    this.#admin = this.#createAdmin();
    for (const { cable } of this.#machines.values()) cable.cut();
    await this.#admin.start();
  }

  async close(): Promise<void> {
    this.#powered();
    await Promise.all([...this.#machines.keys()].map((n) => this.#powerOff(n)));
    this.#admin.close();
  }

  #createAdmin(): Admin {
    return createAdmin({
      options: {
        hostAgent: HOST,
        vmStartTimeoutMs: 10_000,
        tls: true,
        tlsMinVersion: "TLSv1.3",
        allowUnboundRegistration: false,
        monitoring: true,
      },
      clock,
      bootId: `boot-${performance.now()}`,
      channels: {
        get: ({ serverName }) => this.#toAgent(serverName),
        drop: () => undefined,
      },
      settings: this.settings,
      own: { name: "admin-vm", journal: new MemoryJournal() },
      logger: log,
    });
  }

  #powerOn(name: string): void {
    const services = this.#vm(name).services ?? [];
    const units = services.map((unit) => ({ name: parseUnitName(unit) }));
    this.#startAgent(name, new FakeUnits({ units }));
  }

  /** Without a word, as machines lose power. */
  async #powerOff(name: string): Promise<void> {
    const machine = this.#machines.get(name);
    this.#machines.delete(name);
    machine?.cable.cut();
    await machine?.agent.close();
  }

  #startAgent(name: string, units: FakeUnits): void {
    const cable = new Cable(() => this.#toAdmin(name));
    const locale = new FakeLocaleControl();
    const agent = createAgent({
      config: readAgentConfig(this.#config(name)),
      units,
      dial: () => cable.transport,
      clock,
      random: Math.random,
      newEpoch: () => `epoch-${++this.#epochs}`,
      log,
      locale,
      procFs: new FakeProcFs(),
      tools: createFakeTools({}),
      journal: undefined,
      environment: {},
      version: "test",
    });
    this.#machines.set(name, { agent, units, locale, cable });
    agent.start();
  }

  #toAdmin(name: string): RpcTransport {
    return inMemoryTransport({
      services: this.#admin.services,
      peer: this.#peer(name),
      toRpcError: this.#admin.toRpcError,
    });
  }

  #toAgent(name: string): RpcTransport {
    return inMemoryTransport({
      services: this.#machines.get(name)?.agent.services ?? [],
      peer: this.#peer("admin-vm"),
      toRpcError,
    });
  }

  #peer(name: string): Peer {
    const address = this.#address(name);
    const certificate = {
      dnsNames: [name],
      ipAddresses: [address],
      fingerprint256: name,
    };
    return { kind: "memory", certificate };
  }

  #address(name: string): string {
    const index = this.#vms.findIndex((vm) => vm.name === name);
    return name === HOST ? "10.0.0.2" : `10.0.0.${100 + index}`;
  }

  #vm(name: string): Vm {
    const vm = this.#vms.find((one) => one.name === name);
    if (vm === undefined) throw new Error(`there is no ${name}`);
    return vm;
  }

  #config(name: string) {
    const transport = (of: string, addr: string) => ({
      transport: { name: of, addr, port: "9000", protocol: "tcp" },
    });
    const host = name === HOST;
    return {
      identity: host
        ? { name, type: 0, subType: 1 }
        : {
            name,
            type: 12,
            subType: 13,
            parent: `microvm@${name}.service`,
          },
      network: {
        admin: transport("admin-vm", "10.0.0.10"),
        agent: transport(name, this.#address(name)),
        tls: {
          enable: true,
          caCertPath: "/unread",
          certPath: "/unread",
          keyPath: "/unread",
        },
      },
      capabilities: host
        ? this.#hostCapabilities()
        : this.#vmCapabilities(name),
    };
  }

  #hostCapabilities() {
    const appVms = this.#vms.map(({ name }) => `microvm@${name}.service`);
    return { services: ["poweroff.target"], vmServices: { appVms } };
  }

  #vmCapabilities(vm: string) {
    const { applications, services = [] } = this.#vm(vm);
    return {
      services,
      applications: applications.map((name) => ({
        name,
        command: `/bin/${name}`,
      })),
    };
  }
}
