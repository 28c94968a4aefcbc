/**
 * The little device of the demo: a host, an admin and three VMs, each at a
 * loopback address of its own with a certificate for that address only.
 */

import { randomInt } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Credential,
  createAuthority,
  issueLeaf,
} from "@ghaf/supply-chain/pki";

export interface MachineFiles {
  readonly name: string;
  readonly address: string;
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
}

export interface World {
  readonly folder: string;
  readonly admin: MachineFiles;
  readonly host: MachineFiles;
  readonly appVm: MachineFiles;
  readonly operator: MachineFiles;
  /** Its certificate is for an address it does not have. */
  readonly intruder: MachineFiles;
  readonly hostConfig: string;
  /** The file that the viewer application shows. */
  readonly document: string;
}

export const ADMIN_PORT = "9001";
const AGENT_PORT = "9000";

/** One application per VM; `tail -F` stands for a program with a window. */
const VMS = [
  { name: "net-vm", octet: 4, app: undefined, type: 8, autostart: true },
  { name: "app-vm", octet: 5, app: "viewer", type: 12, autostart: true },
  { name: "chat-vm", octet: 6, app: "chat", type: 12, autostart: false },
] as const;

/** Writes certificates and configuration below `folder`. `agent` is the command of a VM's agent. */
export async function createWorld(
  folder: string,
  agent: readonly string[],
): Promise<World> {
  // A loopback network of its own lets two demos run side by side.
  const network = `127.${randomInt(64, 192)}.${randomInt(1, 255)}`;
  const machines = new Machines(folder, network, await authority());
  const admin = await machines.add("admin-vm", 10);
  const host = await machines.add("ghaf-host", 2);
  const document = join(folder, "document.txt");
  await writeFile(document, "shown by the viewer\n");
  const units = [];
  let appVm = host;
  for (const vm of VMS) {
    const files = await machines.add(vm.name, vm.octet);
    if (vm.name === "app-vm") appVm = files;
    const config = vmConfig(vm, { self: files, admin }, document);
    const path = await writeConfig(folder, vm.name, config);
    units.push(unitOf(vm, [...agent, "-config", path]));
  }
  const hostConfig = await writeConfig(
    folder,
    "ghaf-host",
    hostConfiguration(host, admin, units),
  );
  return {
    folder,
    admin,
    host,
    appVm,
    operator: await machines.add("operator", 20),
    intruder: await machines.add("intruder", 66, 67),
    hostConfig,
    document,
  };
}

async function authority(): Promise<Credential> {
  return createAuthority({ name: "ghaf demo", now: new Date() });
}

class Machines {
  readonly #folder: string;
  readonly #network: string;
  readonly #authority: Credential;

  constructor(folder: string, network: string, signer: Credential) {
    this.#folder = folder;
    this.#network = network;
    this.#authority = signer;
  }

  /** A machine at `octet`, whose certificate is for `certified` (its own address). */
  async add(
    name: string,
    octet: number,
    certified = octet,
  ): Promise<MachineFiles> {
    const folder = join(this.#folder, "certificates", name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const leaf = await issueLeaf({
      authority: this.#authority,
      name,
      ipAddresses: [`${this.#network}.${certified}`],
      now: new Date(),
    });
    const files = {
      name,
      address: `${this.#network}.${octet}`,
      caCert: join(folder, "ca-cert.pem"),
      cert: join(folder, "cert.pem"),
      key: join(folder, "key.pem"),
    };
    await writeFile(files.caCert, this.#authority.certificate);
    await writeFile(files.cert, leaf.certificate);
    await writeFile(files.key, leaf.key, { mode: 0o600 });
    return files;
  }
}

function unitOf(vm: (typeof VMS)[number], command: readonly string[]) {
  return {
    name: `microvm@${vm.name}.service`,
    description: `VM ${vm.name}`,
    command,
    autostart: vm.autostart,
    stopTimeoutSec: 5,
  };
}

interface Ends {
  readonly self: MachineFiles;
  readonly admin: MachineFiles;
}

function vmConfig(
  vm: (typeof VMS)[number],
  { self, admin }: Ends,
  document: string,
) {
  const applications =
    vm.app === undefined
      ? null
      : [{ name: vm.app, command: `tail -F ${document} /dev/null` }];
  return {
    identity: {
      name: vm.name,
      type: vm.type,
      subType: vm.type + 1,
      parent: `microvm@${vm.name}.service`,
    },
    network: network(self, admin),
    capabilities: { applications },
    supervisor: { kind: "local", units: [] },
  };
}

function hostConfiguration(
  self: MachineFiles,
  admin: MachineFiles,
  units: readonly unknown[],
) {
  return {
    identity: { name: self.name, type: 0, subType: 1 },
    network: network(self, admin),
    capabilities: {
      services: ["poweroff.target", "reboot.target", "suspend.target"],
      vmServices: {
        systemVms: ["microvm@net-vm.service"],
        appVms: ["microvm@app-vm.service", "microvm@chat-vm.service"],
      },
    },
    supervisor: { kind: "local", units },
  };
}

function network(self: MachineFiles, admin: MachineFiles) {
  return {
    admin: { transport: transport(admin, ADMIN_PORT) },
    agent: { transport: transport(self, AGENT_PORT) },
    tls: {
      enable: true,
      caCertPath: self.caCert,
      certPath: self.cert,
      keyPath: self.key,
    },
  };
}

function transport(machine: MachineFiles, port: string) {
  const { name, address } = machine;
  return { name, addr: address, port, protocol: "tcp" };
}

async function writeConfig(
  folder: string,
  name: string,
  config: unknown,
): Promise<string> {
  const path = join(folder, `${name}.json`);
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`);
  return path;
}
