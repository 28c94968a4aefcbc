/** Whether what runs beside QEMU is installed, for a configuration whose machines need it: directories of the host, and TPMs. */

import type { System } from "@ghaf/system";
import { type Finding, ok, problem } from "./finding.ts";
import { INSTALL } from "./installed-programs.ts";
import type { Surroundings } from "./machine.ts";

/** Debian 13's packages, and the programs, of the same names. */
export type DeviceServer = "swtpm" | "virtiofsd";

export function deviceServersOf({ vms }: System): readonly DeviceServer[] {
  const shares = vms.some(({ hypervisor }) => hypervisor.shares.length > 0);
  const tpm = vms.some(({ vtpm }) => vtpm);
  return [
    ...(tpm ? (["swtpm"] as const) : []),
    ...(shares ? (["virtiofsd"] as const) : []),
  ];
}

/** Where they are; Debian 12 has the second one with QEMU, at the same place. */
const PROGRAMS: Readonly<Record<DeviceServer, string>> = {
  swtpm: "swtpm",
  virtiofsd: "/usr/lib/qemu/virtiofsd",
};

const FOR: Readonly<Record<DeviceServer, string>> = {
  swtpm: "machines with a TPM do not start",
  virtiofsd: "machines with directories of the host do not start",
};

/** Nothing for what no configuration needs. */
export async function lookAtServers(
  surroundings: Pick<Surroundings, "machine" | "wanted">,
): Promise<readonly Finding[]> {
  const { machine, wanted } = surroundings;
  const hasQemu = (await machine.find("qemu-system-x86_64")) !== undefined;
  const needed = (wanted?.servers ?? [])
    // Whether QEMU brings its own is known when it is there.
    .filter((name) => hasQemu || name !== "virtiofsd");
  return Promise.all(
    needed.map(async (name) => {
      const place = await machine.find(PROGRAMS[name]);
      if (place !== undefined) return ok(name, PROGRAMS[name]);
      const what = `${name} is not installed: ${FOR[name]}`;
      return problem(name, what, `${INSTALL} ${name}`);
    }),
  );
}
