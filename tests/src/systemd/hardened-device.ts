/** The drop-ins of every hardened unit: those of a host and of a VM that nobody debugs, with all packages that bring one. */

import { force } from "@ghaf/module-system";
import { NOTHING_ALLOCATED, plan } from "@ghaf/plan";
import {
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
} from "@ghaf/system";
import type { GuestFile } from "../machine/guest-files.ts";

/** Debian packages with units that are hardened. */
export const PACKAGES = [
  ...["auditd", "bluez", "dnsmasq", "network-manager", "openssh-server"],
  ...["rtkit", "seatd", "tpm2-abrmd", "udev", "wpasupplicant"],
] as const;

/** Ours, which has the runner of each VM. */
export const MICROVM = "microvm@.service";

const DROP_IN = /^\/etc\/systemd\/system\/(.+)\.d\/50-ghaf-hardened\.conf$/;

/** Drop-ins by unit: `dbus.service`. */
export function hardenedFiles(): ReadonlyMap<string, GuestFile> {
  const found = planned().flatMap((file) => {
    const unit = DROP_IN.exec(file.path)?.[1];
    return unit === undefined ? [] : [[unit, file] as const];
  });
  return new Map(found);
}

export function microvmUnit(): GuestFile {
  const found = planned().find(({ path }) => path.endsWith(`/${MICROVM}`));
  if (found === undefined) throw new Error(`${MICROVM} is not planned`);
  return found;
}

function planned(): readonly GuestFile[] {
  const app = {
    ...{ name: "app", ramMb: 256, cores: 1, packages: [...PACKAGES] },
  };
  const { system, problems } = evaluateSystem(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"]],
      ghaf: {
        ...{ build: "debug", layout: "headless", givc: { enable: true } },
        host: { networking: { enable: true } },
        systemd: { withDebug: force(false), withAudit: true },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            ...{ adminvm: { enable: true }, netvm: { enable: true } },
            appvm: { enable: true, vms: [app] },
          },
        },
      },
    }),
  );
  if (system === undefined) throw new Error(JSON.stringify(problems));
  const made = plan(undebugged(system), NOTHING_ALLOCATED);
  if (made.problems.length > 0) throw new Error(JSON.stringify(made.problems));
  return made.artifacts.map(({ path, text: content }) => ({ path, content }));
}

type System = Parameters<typeof plan>[0];

/** As in a release, in which the agent of a host would be in no network. */
function undebugged(system: System): System {
  return {
    ...system,
    vms: system.vms.map((vm) => {
      if (vm.systemd === null) return vm;
      const parts = vm.systemd.parts.filter((part) => part !== "Debug");
      return { ...vm, systemd: { ...vm.systemd, parts } };
    }),
  };
}
