/** A small device whose packet filters are tried out: three applications, of which one may talk to another, and the QEMU of one is a network. */

import {
  defineSystem,
  evaluateSystem,
  hardwareDefinitions,
  type System,
} from "@ghaf/system";

interface Dhcp {
  readonly enable?: boolean;
  readonly pool?: string;
}

export const FLOW = { tcp: 8086, udp: 8087 } as const;

/** @param dhcp what is set below ghaf.networking.dhcp */
export function reachDevice(dhcp: Dhcp = {}): System {
  const interfaces = [{ type: "user" as const, id: "out" }];
  const vms = ["one", "two", "three"].map((name) => ({
    ...{ name, ramMb: 256, cores: 1 },
    extraModules: name === "three" ? [{ microvm: { interfaces } }] : [],
  }));
  const { system, problems } = evaluateSystem(
    defineSystem({
      imports: [hardwareDefinitions["qemu-vm"]],
      ghaf: {
        layout: "headless",
        givc: { enable: true },
        host: { networking: { enable: true } },
        networking: {
          dhcp,
          flows: [
            { from: "one-vm", to: "two-vm", port: FLOW.tcp },
            {
              ...{ from: "one-vm", to: "two-vm" },
              ...{ port: FLOW.udp, protocol: "udp" },
            },
          ],
        },
        virtualization: {
          "microvm-host": { enable: true },
          microvm: {
            ...{ adminvm: { enable: true }, netvm: { enable: true } },
            appvm: { enable: true, vms },
          },
        },
      },
    }),
  );
  if (system !== undefined) return system;
  throw new Error(problems.map(({ reason }) => reason).join("\n"));
}
