/**
 * What stands for the hypervisor on a host machine: the process of a unit
 * `microvm@NAME.service`, whose life is the life of a machine of the lab. The
 * process holds a connection to the test, which starts the machine when the
 * connection comes, cuts its power when it goes, and ends it when the machine ends.
 */

import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { GuestFile, GuestUnit } from "../machine/guest-files.ts";
import type { Bind } from "../machine/machine.ts";
import type { Fleet, Member, Place } from "./fleet.ts";

const PROGRAM = "/usr/lib/hypervisor.cjs";
const SOCKETS = "/run/vms";

/** Ends badly when there is no such machine, and with what the test sends. */
const SOURCE = `const power = require("node:net").connect(process.argv[2]);
power.on("data", (code) => process.exit(Number(code)));
power.on("error", () => process.exit(1));
power.on("end", () => process.exit(0));
`;

const UNIT = `[Unit]
Description=VM %i
[Service]
Type=exec
ExecStart=/usr/bin/node ${PROGRAM} ${SOCKETS}/%i.sock
`;

/** What a host needs to start VMs. */
export interface HostParts {
  readonly files: readonly GuestFile[];
  readonly units: readonly GuestUnit[];
  readonly binds: readonly Bind[];
}

export class Hypervisor {
  readonly host: HostParts;
  readonly #fleet: Fleet;
  readonly #directory: string;
  readonly #vms: Vm[] = [];

  private constructor(fleet: Fleet, directory: string) {
    this.#fleet = fleet;
    this.#directory = directory;
    this.host = {
      files: [{ path: PROGRAM, content: SOURCE }],
      units: [{ name: "microvm@.service", content: UNIT }],
      binds: [{ from: directory, to: SOCKETS }],
    };
  }

  static async open(fleet: Fleet): Promise<Hypervisor> {
    return new Hypervisor(fleet, await fleet.lab.makeDirectory("vms"));
  }

  /** Makes the machine what `microvm@NAME.service` runs. */
  async add(name: string, place: Place): Promise<Vm> {
    const path = join(this.#directory, `${name}.sock`);
    const vm = await Vm.listen(path, this.#fleet, place);
    this.#vms.push(vm);
    return vm;
  }

  close(): void {
    for (const vm of this.#vms) vm.close();
  }
}

/** A VM: off, or a running machine. */
export class Vm {
  /** How often it was switched on. */
  boots = 0;
  readonly #fleet: Fleet;
  readonly #place: Place;
  readonly #server: Server;
  #running: Promise<Member> | undefined;
  /** The life that was begun last. */
  #life = Promise.resolve();
  #closed = false;

  private constructor(fleet: Fleet, place: Place, server: Server) {
    this.#fleet = fleet;
    this.#place = place;
    this.#server = server;
  }

  static async listen(path: string, fleet: Fleet, place: Place): Promise<Vm> {
    const server = createServer();
    const vm = new Vm(fleet, place, server);
    server.on("connection", (power) => {
      vm.#life = vm.#run(power, vm.#life);
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    return vm;
  }

  /** Its machine. @throws Error when it is off */
  async member(): Promise<Member> {
    if (this.#running === undefined) throw new Error("the VM is off");
    return this.#running;
  }

  /** Ends every process of it at once, from outside. */
  async kill(): Promise<void> {
    const { machine } = await this.member();
    await this.#unplug();
    await machine.kill();
  }

  /** What still runs is left to the lab. */
  close(): void {
    this.#closed = true;
    this.#server.close();
  }

  /** @param last when the life before is over, whose end takes the cable and the address */
  async #run(power: Socket, last: Promise<void>): Promise<void> {
    this.boots += 1;
    const unplugged = new Promise((resolve) => power.once("close", resolve));
    power.on("error", () => power.destroy());
    power.resume();
    await last;
    await this.#fleet.network.setLink(this.#place.port, "up");
    this.#running = this.#place.start();
    const { machine } = await this.#running;
    await Promise.race([machine.ended, unplugged]);
    if (this.#closed) return;
    this.#running = undefined;
    await this.#unplug();
    await machine.close();
    if (!power.destroyed) power.end("1");
  }

  /** No packet may tell of the end: the kernel of a VM without power closes no connection. */
  async #unplug(): Promise<void> {
    await this.#fleet.network.setLink(this.#place.port, "down");
  }
}
