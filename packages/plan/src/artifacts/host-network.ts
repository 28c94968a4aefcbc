/** The bridge that the taps of all VMs join, for systemd-networkd of the host (spec 2.2; systemd.netdev(5), systemd.network(5)). */

import { HOST_NAME, type System } from "@ghaf/system";
import { hostMachine } from "../machines.ts";
import { type Artifact, publicFile } from "./artifact.ts";
import { wants } from "./wants.ts";

export function hostNetwork(system: System): readonly Artifact[] {
  const { bridge, prefixLength } = system.network;
  if (bridge === null) return [];
  const addresses = hostMachine(system).addresses.map(
    (address) => `Address=${address}/${prefixLength}`,
  );
  return [
    wants(HOST_NAME, "multi-user.target", "systemd-networkd.service"),
    file(`10-${bridge}.netdev`, [
      ...["[NetDev]", `Name=${bridge}`, "Kind=bridge"],
      ...["", "[Bridge]", "STP=no"],
    ]),
    file(`10-${bridge}.network`, [
      ...["[Match]", `Name=${bridge}`],
      // A bridge without a VM has no carrier, and is configured all the same.
      ...["", "[Network]", "ConfigureWithoutCarrier=yes"],
      ...["LinkLocalAddressing=no", "IPv6AcceptRA=no", ...addresses],
    ]),
  ];
}

function file(name: string, lines: readonly string[]): Artifact {
  const path = `/etc/systemd/network/${name}`;
  return publicFile(HOST_NAME, path, `${lines.join("\n")}\n`);
}
