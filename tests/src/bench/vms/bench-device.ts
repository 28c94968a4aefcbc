/** The device whose VMs are measured: examples/minimal in little memory, and four VMs more that are off until somebody asks. */

import {
  type ControlClient,
  ControlError,
  createControlClient,
} from "@ghaf/client";
import { dial, loadTlsIdentity } from "@ghaf/transport";
import { waitFor } from "../../machine/wait-for.ts";
import { BOOT_MS, Device, imports } from "../../vm/device.ts";
import { processOf } from "../../vm/device-processes.ts";

/** MiB: the least that VMs of these roles are meant to work in. */
export const MEMORY = { admin: 320, net: 192, app: 192 } as const;

export function memoryOf(vm: string): number {
  if (vm === "admin-vm") return MEMORY.admin;
  return vm === "net-vm" ? MEMORY.net : MEMORY.app;
}

/** Their image is that of app-vm. */
export const MEASURED = ["one-vm", "two-vm", "three-vm", "four-vm"] as const;
export type Measured = (typeof MEASURED)[number];

const CONFIGURATION = `${imports.defineSystem}${imports.minimal}
${imports.probed.replace("probed", "shell")}
const memory = (mem: number) => ({ extraModules: [{ microvm: { mem } }] });
const off = (name: string) => ({
  ...{ name, ramMb: ${MEMORY.app}, cores: 1, packages: ["busybox"] },
  extraModules: [{ microvm: { mem: ${MEMORY.app}, autostart: false } }],
});
export default defineSystem({
  imports: [minimal],
  ghaf: {
    virtualization: {
      microvm: {
        adminvm: { extraModules: [{ microvm: { mem: ${MEMORY.admin} } }, shell] },
        netvm: memory(${MEMORY.net}),
        appvm: { vms: ["one", "two", "three", "four"].map(off) },
      },
    },
  },
});
`;

/** Milliseconds since the VM was asked for. */
export interface Boot {
  readonly ready: number;
  readonly registered: number;
}

export class BenchDevice {
  readonly device: Device;
  #client: ControlClient | undefined;
  #disconnect = () => {};

  private constructor(device: Device) {
    this.device = device;
  }

  static async make(): Promise<BenchDevice> {
    return new BenchDevice(await Device.make(CONFIGURATION));
  }

  /** Connected as the operator, by what `ghaf env` prints. */
  async connect(): Promise<void> {
    const { stdout } = await this.device.ghaf(["env"]);
    const value = (name: string) =>
      new RegExp(`^export ${name}='?(.*?)'?$`, "m").exec(stdout)?.[1] ?? "";
    const tls = await loadTlsIdentity({
      caCert: value("GIVC_CA_CERT"),
      cert: value("GIVC_HOST_CERT"),
      key: value("GIVC_HOST_KEY"),
    });
    const host = value("GIVC_ADDR");
    const port = Number(value("GIVC_PORT"));
    const transport = dial(
      {
        endpoint: { kind: "tcp", host, port },
        serverName: value("GIVC_NAME"),
      },
      { tls },
    );
    this.#client = createControlClient(transport);
    this.#disconnect = () => {
      transport.close();
      tls.close();
    };
  }

  get client(): ControlClient {
    if (this.#client === undefined) throw new Error("not connected");
    return this.#client;
  }

  /** Asks the admin for all of them at once, and waits until their agents are registered. */
  async boot(vms: readonly Measured[]): Promise<readonly Boot[]> {
    const since = Date.now();
    const registrations = vms.map((vm) => this.#registered(vm));
    await Promise.all(vms.map((vm) => this.#start(vm)));
    const registered = await Promise.all(registrations);
    return await Promise.all(
      vms.map(async (vm, index) => {
        const { readyUnixMs } = await this.device.readySince(vm, since);
        return {
          ready: (readyUnixMs ?? Number.NaN) - since,
          registered: (registered[index] ?? Number.NaN) - since,
        };
      }),
    );
  }

  async stop(vms: readonly Measured[]): Promise<void> {
    const stopOne = (vm: Measured) =>
      this.client.stopService({
        service: `microvm@${vm}.service`,
        vm: "ghaf-host",
      });
    await Promise.all(vms.map(stopOne));
    for (const vm of vms) {
      const hasEnded = async () =>
        (await this.device.status(vm)).phase === "ended";
      await waitFor(`${vm} is off`, hasEnded, BOOT_MS);
    }
  }

  /** The QEMU of a VM, as this machine numbers it. */
  async qemuOf(vm: string): Promise<number> {
    return processOf(await this.device.trace(), "-name", vm).pid;
  }

  /** Where the image of a VM is. */
  imageOf(vm: string): string {
    return this.device.path("microvms", vm, "current");
  }

  async close(): Promise<void> {
    this.#disconnect();
    await this.device.close();
  }

  /** The admin gives up on a VM that a busy machine does not boot in a minute; we do not. */
  async #start(vm: Measured): Promise<void> {
    const settings = { timeoutMs: BOOT_MS };
    await this.client.startVm(vm, settings).catch((error: unknown) => {
      const isLate =
        error instanceof ControlError && error.code === "deadline-exceeded";
      if (!isLate) throw error;
    });
  }

  /** When the admin told a watcher that the agent runs, which it did not before. */
  async #registered(vm: Measured): Promise<number> {
    const name = `givc-${vm}.service`;
    const settings = { signal: AbortSignal.timeout(BOOT_MS) };
    for await (const event of this.client.watch(settings)) {
      if ("items" in event) continue;
      const { item, kind } = event;
      const isUp = kind !== "removed" && item.status === "Running";
      if (item.name === name && isUp) return Date.now();
    }
    throw new Error(`${vm} was not registered`);
  }
}
