/** Options of the service manager, for the host; VMs get those of their role: `ghaf.systemd`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { logLevel } from "../values/log-level.ts";
import { tag, unitName } from "../values/name.ts";
import { offOption, onOption } from "./flag.ts";
import { offByDefault } from "./off-by-default.ts";

/** Parts of systemd that are installed; the units of the others are masked. */
const partOptions = {
  withApparmor: offOption(
    "Confines services with AppArmor and starts the kernel with it.",
  ),
  withAudit: offOption(
    "Keeps the units of the kernel's audit log and its way into the journal.",
  ),
  withBootloader: onOption("Installs systemd-boot."),
  withCryptsetup: offOption(
    "Unlocks encrypted disks, also while the device starts.",
  ),
  withDebug: offOption(
    "Keeps rescue and emergency mode, core dumps, kexec, console logins and the analysis program, and leaves out the strictest drop-ins.",
  ),
  withEfi: onOption("Installs the programs that read and write EFI variables."),
  withFido2: offOption("Unlocks encrypted disks with a FIDO2 key."),
  withHostnamed: offOption("Keeps the service that changes the host name."),
  withJournal: onOption(
    "Keeps the journal. Without it, and without debug, nothing is logged and logins are not recorded.",
  ),
  withLocaled: offOption("Keeps the service that changes locale and keyboard."),
  withLogind: onOption("Keeps the service that tracks logins and seats."),
  withMachines: offOption(
    "Keeps the registry of containers and their programs.",
  ),
  withNetworkd: onOption(
    "Keeps the network manager of systemd; without it the network targets are masked too.",
  ),
  withNss: offOption(
    "Keeps name lookup by systemd, which needs the registry of containers.",
  ),
  withPolkit: offOption(
    "Installs polkit, which decides what users may ask of services.",
  ),
  withRepart: offOption("Grows partitions to the size of the disk at boot."),
  withResolved: offOption(
    "Runs the DNS resolver of systemd and points `/etc/resolv.conf` to it.",
  ),
  withSerial: offOption("Keeps logins on serial ports and plain terminals."),
  withTimesyncd: offOption("Keeps the clock right over the network."),
  withTpm2Tss: offOption(
    "Installs the TPM libraries, also for the start of the device. x86-64 only.",
  ),
  withUkify: onOption(
    "Joins kernel, initrd and command line into one bootable file.",
  ),
} satisfies OptionTree;

export const systemdOptions = {
  enable: offByDefault(
    "Applies this group: installs the chosen parts, masks the units of the others and writes the drop-ins.",
  ),
  boot: {
    enable: offByDefault(
      "Runs systemd already in the initrd, with LVM. An emergency shell is there in debug builds only.",
    ),
  },
  excludedHardenedConfigs: option(t.listOf(unitName), {
    default: [],
    example: ["sshd.service"],
    description:
      "Units that get no hardening drop-in, on the host and in VMs, by the reference's name or Debian's (`firewall.service` is `nftables.service`); each must be one that has a drop-in.",
  }),
  logLevel: option(logLevel, {
    default: "info",
    description:
      "The least important messages that the service manager still logs, from `emerg` to `debug`.",
  }),
  ...partOptions,
  withHardenedConfigs: offOption(
    "Writes the hardening drop-ins of the host's services: less of the system to see, fewer capabilities and system calls. VMs always have theirs.",
  ),
  withName: option(tag, {
    default: "base-systemd",
    description: "The name of this selection, in documents only.",
  }),
} satisfies OptionTree;
