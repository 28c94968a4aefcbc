/** What a guest's kernel is told: where its console is, and who this VM is, which its init and its runner's port read. */

import type { Network } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import type { Accelerator } from "../hypervisor/qemu/qemu-vm.ts";
import type { Uplink } from "./uplink.ts";

export interface GuestPlace {
  readonly placement: Placement;
  readonly network: Network;
  /** The address of the VM's gateway; null: it has none. */
  readonly gateway: string | null;
  /** The VM's own way to the outside of the device; null: it has none. */
  readonly uplink: Uplink | null;
  /** Through which VMs hand each other files; null: there is none. */
  readonly sharedDirectory: PlacedFolder | null;
  /** Words about the account of the person. */
  readonly account: readonly string[];
}

/** A directory of the host that options name, and where it is on this host. */
export interface PlacedFolder {
  readonly named: string;
  /** Absolute, or relative to the state directory of any VM. */
  readonly at: string;
}

export interface Boot {
  readonly accelerator: Accelerator;
  /** `ttyS0`; null: it has no serial port. */
  readonly console: string | null;
}

/** Words separated by blanks. What says who the VM is comes last, where nothing after it changes it. */
export function kernelCommandLine(place: GuestPlace, boot: Boot): string {
  const { vm } = place.placement;
  return [
    ...consoleWords(boot),
    ...EVERY_KERNEL,
    ...(boot.accelerator === "tcg" ? EMULATED : []),
    ...vm.kernel.params,
    ...identityOf(place.placement),
    ...addressWords(place),
    ...place.account,
    ...uplinkWords(place),
  ].join(" ");
}

/** A panic ends the VM, and its runner decides what then. */
const EVERY_KERNEL = [
  ...["reboot=t", "panic=-1", "quiet"],
  // Its self-tests would take a third of a second of every start.
  "cryptomgr.notests",
  "8250.nr_uarts=1",
  // The init finds interfaces by their old names, and renames them.
  "net.ifnames=0",
  // A guest's root adds nothing to its kernel: all modules of the image are signed by Debian.
  "module.sig_enforce=1",
];

/**
 * Under emulation the clock is not worth checking, there is no speculation to guard against,
 * and the modules of Debian's kernel that watch every system call take an eighth of the boot.
 * Three more of its parts are a twentieth of a boot's instructions: one tries out a source of
 * chance beside the kernel's own, two prepare what only those see who trace the kernel.
 */
const EMULATED = [
  ...["no_timer_check", "tsc=reliable", "mitigations=off"],
  "lsm=landlock,yama",
  "initcall_blacklist=jent_mod_init,trace_eval_init,ftrace_check_for_weak_functions",
];

/** Where it takes no time the guest speaks before its console is there. */
function consoleWords({ accelerator, console }: Boot): readonly string[] {
  if (console === null) return [];
  const early = console === "ttyS0" && accelerator === "kvm";
  return [...(early ? ["earlyprintk=ttyS0"] : []), `console=${console}`];
}

function identityOf({ vm, machineId }: Placement): readonly string[] {
  const { name, role } = vm;
  return [
    `ghaf.vm=${name}`,
    `ghaf.role=${role}`,
    `systemd.hostname=${name}`,
    `systemd.machine_id=${machineId}`,
  ];
}

function uplinkWords({ uplink }: GuestPlace): readonly string[] {
  if (uplink === null) return [];
  const { mac, address, gateway } = uplink;
  return [`ghaf.uplink=${mac},${address},${gateway}`];
}

function addressWords({
  placement,
  network,
  gateway,
}: GuestPlace): readonly string[] {
  if (network.bridge === null) return [];
  const { address, debugAddress } = placement;
  const addresses = [address, ...(debugAddress === null ? [] : [debugAddress])]
    .map((one) => `${one}/${network.prefixLength}`)
    .join(",");
  return [`ghaf.address=${addresses}`, `ghaf.gateway=${gateway ?? "none"}`];
}
