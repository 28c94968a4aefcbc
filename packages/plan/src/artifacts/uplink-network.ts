/** How the VM that routes takes an address outside of the device: systemd-networkd on its card to there, and only in that VM (systemd.network(5)). */

import type { Placement } from "../allocation/placement.ts";
import { hasUplink, UPLINK_NAME } from "../guest/uplink.ts";
import type { HostKind } from "../host-kind.ts";
import { type Artifact, publicFile } from "./artifact.ts";
import { unitFile, wants } from "./wants.ts";

const NETWORKD = "systemd-networkd.service";

export function uplinkNetwork(
  placements: readonly Placement[],
  host: HostKind,
): readonly Artifact[] {
  return placements
    .map(({ vm }) => vm)
    .filter((vm) => hasUplink(vm, host))
    .flatMap(({ name }) => [
      publicFile(name, "/etc/systemd/network/20-uplink.network", card(host)),
      unitFile(name, `${NETWORKD}.d/50-ghaf.conf`, [
        // A guest has no udev, and networkd waits for it wherever /sys can be written.
        ...["[Service]", "ReadOnlyPaths=/sys"],
      ]),
      wants(name, "multi-user.target", NETWORKD),
    ]);
}

/** Of what is offered it takes the address, the way and, unless others were named, who knows names. */
function card(host: HostKind): string {
  const named = host.kind === "instance" && (host.dnsServers ?? []).length > 0;
  return [
    ...["[Match]", `Name=${UPLINK_NAME}`],
    ...["", "[Network]", "DHCP=ipv4", "LinkLocalAddressing=no"],
    "IPv6AcceptRA=no",
    ...["", "[DHCPv4]", "UseHostname=no", "SendHostname=no", "UseNTP=no"],
    ...[...(named ? ["UseDNS=no"] : []), ""],
  ].join("\n");
}
