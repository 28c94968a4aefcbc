/** Who answers for names: systemd-resolved in the VM that routes, for all others, out of its `/etc/hosts` and from outside (resolved.conf(5)). */

import { HOST_NAME, type System, type Vm } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import { hasUplink, UPLINK_RESOLVER } from "../guest/uplink.ts";
import type { HostKind } from "../host-kind.ts";
import { vmMachine } from "../machines.ts";
import { type Artifact, publicFile } from "./artifact.ts";
import { wants } from "./wants.ts";

const SERVICE = "systemd-resolved.service";
/** Where it listens for programs of its own machine. */
const STUB = "127.0.0.53";

/** None where VMs do not reach each other. */
export function nameService(
  { network, host: { systemd } }: System,
  placements: readonly Placement[],
  host: HostKind,
): readonly Artifact[] {
  const server = placements.find(({ vm }) => vm.role === "net");
  if (network.bridge === null || server === undefined) return [];
  const servers = hasUplink(server.vm, host) ? [UPLINK_RESOLVER] : [];
  const resolves =
    host.kind === "systemd" && systemd?.parts.includes("Resolved") === true;
  return [
    ...serverFiles(server, servers),
    ...placements
      .filter((one) => one !== server)
      .map(({ vm }) => askedServer(vm, server.address)),
    ...(resolves && server.debugAddress !== null
      ? [settings(HOST_NAME, [`DNS=${server.debugAddress}`])]
      : []),
  ];
}

function serverFiles(
  server: Placement,
  servers: readonly string[],
): readonly Artifact[] {
  const { name, addresses } = vmMachine(server);
  return [
    settings(name, [
      ...(servers.length === 0 ? [] : [`DNS=${servers.join(" ")}`]),
      ...addresses.map((address) => `DNSStubListenerExtra=${address}`),
    ]),
    askedServer(server.vm, STUB),
    wants(name, "multi-user.target", SERVICE),
  ];
}

function askedServer({ name }: Pick<Vm, "name">, address: string): Artifact {
  return publicFile(name, "/etc/resolv.conf", `nameserver ${address}\n`);
}

/** Nobody is asked but who was named: no server of Debian's choice, no neighbours (spec 2.2). */
function settings(system: string, own: readonly string[]): Artifact {
  const lines = [
    ...["[Resolve]", "FallbackDNS=", "DNSSEC=no", "LLMNR=no"],
    ...["MulticastDNS=no", ...own],
  ];
  return publicFile(
    system,
    "/etc/systemd/resolved.conf.d/50-ghaf.conf",
    `${lines.join("\n")}\n`,
  );
}
