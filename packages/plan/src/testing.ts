/** Devices for tests: small ones that are evaluated like any other, and variations of their VMs. */

import {
  byDefault,
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
  type Module,
  type Pins,
  type System,
  type SystemDefinition,
  type Vm,
} from "@ghaf/system";
import { allocate } from "./allocation/allocate.ts";
import { NOTHING_ALLOCATED } from "./allocation/allocation.ts";
import { placementsOf } from "./allocation/placement.ts";
import { guestPlaces } from "./guest/guest-places.ts";
import type { GuestPlace } from "./guest/kernel-command-line.ts";
import type { HostKind } from "./host-kind.ts";

/** @throws Error with the problems of the description */
export function evaluated(module: Module): System {
  const { system, problems } = evaluateSystem(module);
  if (system !== undefined) return system;
  const said = problems.map(({ path, reason }) => `${path} ${reason}`);
  throw new Error(said.join("\n"));
}

type Ghaf = NonNullable<SystemDefinition["ghaf"]>;

/** A host with net-vm, admin-vm, and what is added. */
export function deviceWith(added: Ghaf): System {
  return evaluated(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"], defineSystem({ ghaf: added })],
      ghaf: {
        layout: "headless",
        givc: { enable: byDefault(true) },
        host: { networking: { enable: byDefault(true) } },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: { adminvm: { enable: true }, netvm: { enable: true } },
        },
      },
    }),
  );
}

/** A laptop with every VM of the reference's trial. */
export function laptop(): System {
  return evaluated(
    defineSystem({
      imports: [hardwareDefinitions["lenovo-x1-carbon-gen11"]],
      ghaf: {
        build: "debug",
        reference: { profiles: { "mvp-user-trial": { enable: true } } },
      },
    }),
  );
}

/** What each VM is booted with, by name. */
export function guestsOf(
  system: System,
  host?: HostKind,
): ReadonlyMap<string, GuestPlace> {
  const { allocation } = allocate(system, NOTHING_ALLOCATED);
  const places = guestPlaces(system, placementsOf(system, allocation), host);
  return new Map(places.map((place) => [place.placement.vm.name, place]));
}

/** Of an object whose entries are known. */
export function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`there is no ${name}`);
  return value;
}

/** One application VM, app-vm, for `deviceWith`. @param guest what its own module says */
export function oneApp(guest: GuestModule = {}): Ghaf {
  const vms = [{ name: "app", ramMb: 256, cores: 1, extraModules: [guest] }];
  return { virtualization: { microvm: { appvm: { enable: true, vms } } } };
}

/** The part of a guest module that tests set. */
interface GuestModule {
  readonly microvm?: object;
  readonly ghaf?: object;
  readonly packages?: readonly string[];
  readonly files?: Readonly<Record<string, AddedFile>>;
  readonly units?: Readonly<Record<string, AddedUnit>>;
}

interface AddedFile {
  readonly text: string;
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
}

export interface AddedUnit {
  readonly sections?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
  readonly dropIn?: boolean;
  readonly masked?: boolean;
}

/** The application VMs that allocation sees: names and what is pinned of them. */
export interface Sketch {
  readonly name: string;
  readonly pins: Partial<Pins>;
}

/** `system` with these application VMs, each like its first one. */
export function withApps(system: System, sketches: readonly Sketch[]): System {
  const template = system.vms.find(({ role }) => role === "app");
  if (template === undefined) throw new Error("there is no application VM");
  const others = system.vms.filter(({ role }) => role !== "app");
  const apps = sketches.map(({ name, pins }): Vm => {
    const unpinned = { address: null, slot: null, mac: null, cid: null };
    const windows = { borderColour: null, ownBorder: false };
    return { ...template, name, pins: { ...unpinned, ...pins }, windows };
  });
  return { ...system, vms: [...others, ...apps] };
}
