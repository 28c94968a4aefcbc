/** `/etc/hosts`: every machine of the device by name, the same names everywhere (spec 2.1). */

import { HOST_NAME, type System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import type { HostKind } from "../host-kind.ts";
import { hostMachine } from "../machines.ts";
import { type Artifact, publicFile } from "./artifact.ts";

const LOOPBACK = ["127.0.0.1 localhost", "::1 localhost ip6-localhost"];

/** A machine that only lends itself as host keeps its own. */
export function hostsFiles(
  system: System,
  placements: readonly Placement[],
  host: HostKind,
): readonly Artifact[] {
  const { hostTable } = system.network;
  const names = [
    ...(host.kind === "systemd" ? [HOST_NAME] : []),
    ...placements.map(({ vm }) => vm.name),
  ];
  return names.map((name) => {
    const lines = hostTable
      ? tableFor(name, { system, placements })
      : [`127.0.1.1 ${name}`];
    return publicFile(
      name,
      "/etc/hosts",
      `${[...LOOPBACK, ...lines].join("\n")}\n`,
    );
  });
}

interface Device {
  readonly system: System;
  readonly placements: readonly Placement[];
}

function tableFor(name: string, { system, placements }: Device): string[] {
  const [host] = hostMachine(system).addresses;
  const own =
    name === HOST_NAME && host === undefined ? [`127.0.1.1 ${name}`] : [];
  const vms = placements.flatMap((one) => linesOf(one, name === HOST_NAME));
  const listed = new Set([HOST_NAME, ...placements.map(({ vm }) => vm.name)]);
  const others = system.network.pinnedHosts
    .filter((pinned) => !listed.has(pinned.name))
    .map((pinned) => `${pinned.ip} ${pinned.name}`);
  return [
    ...own,
    ...(host === undefined ? [] : [`${host} ${HOST_NAME} ${HOST_NAME}-debug`]),
    ...[...vms, ...others],
  ];
}

/** The host is in the network of debug builds only, so that there the names lead to it. */
function linesOf(
  { vm, address, debugAddress }: Placement,
  forHost: boolean,
): readonly string[] {
  if (debugAddress === null) return [`${address} ${vm.name}`];
  return forHost
    ? [`${debugAddress} ${vm.name} ${vm.name}-debug`]
    : [`${address} ${vm.name}`, `${debugAddress} ${vm.name}-debug`];
}
