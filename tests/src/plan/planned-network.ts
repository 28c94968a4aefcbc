/**
 * In network and mount namespaces of its own: the host's bridge and a namespace for each VM, with
 * the packet filters of the plan. All of it ends with the process.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Artifact,
  NOTHING_ALLOCATED,
  type Placement,
  placementsOf,
  plan,
  type Reachability,
  reachability,
} from "@ghaf/plan";
import { HOST_NAME, type System } from "@ghaf/system";

export interface PlannedNetwork {
  readonly reach: Reachability;
  readonly placements: readonly Placement[];
  readonly artifacts: readonly Artifact[];
  /** On a file system that ends with the process. */
  readonly folder: string;
}

export function makeNetwork(system: System): PlannedNetwork {
  const { allocation, artifacts, problems } = plan(system, NOTHING_ALLOCATED);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  run("mount", "-t", "tmpfs", "tmpfs", "/run");
  const network = {
    ...{ artifacts, folder: mkdtempSync("/run/ghaf-plan-") },
    reach: reachability(system, allocation),
    placements: placementsOf(system, allocation),
  };
  makeHost(network);
  for (const placement of network.placements) makeVm(network, placement);
  return network;
}

export function run(program: string, ...words: readonly string[]): void {
  execFileSync(program, words, { stdio: ["ignore", "ignore", "inherit"] });
}

/** The beginning of a command in the namespace of a VM. */
export function within(name: string): readonly [string, ...string[]] {
  return ["ip", "netns", "exec", name];
}

/** The text of a planned file. */
export function textOf(
  { artifacts }: Pick<PlannedNetwork, "artifacts">,
  name: string,
  path: string,
): string {
  const found = artifacts.find(
    (made) => made.system === name && made.path === path,
  );
  return found?.text ?? "";
}

function makeHost(network: PlannedNetwork): void {
  run("ip", "link", "set", "lo", "up");
  run("ip", "link", "add", "virbr0", "type", "bridge");
  const [address] = network.reach.machines[0]?.addresses ?? [];
  run("ip", "address", "add", `${address}/24`, "dev", "virbr0");
  run("ip", "link", "set", "virbr0", "up");
  filter(network, HOST_NAME, []);
}

function makeVm(network: PlannedNetwork, placement: Placement): void {
  const { vm, tap, mac, address, debugAddress } = placement;
  plugIn(vm.name, tap, mac);
  for (const own of [address, debugAddress ?? address]) {
    const words = ["address", "replace", `${own}/24`, "dev", "ethint0"];
    run(...within(vm.name), "ip", ...words);
  }
  filter(network, vm.name, within(vm.name));
}

/** A namespace whose card ethint0 is on the bridge. */
export function plugIn(name: string, tap: string, mac: string): void {
  run("ip", "netns", "add", name);
  const peer = ["peer", "ethint0", "netns", name];
  run("ip", "link", "add", tap, "type", "veth", ...peer);
  run("ip", "link", "set", tap, "master", "virbr0", "up");
  const set = ["ip", "link", "set", "dev", "ethint0"];
  run(...within(name), ...set, "address", mac);
  run(...within(name), ...set, "up");
}

function filter(
  network: PlannedNetwork,
  name: string,
  inside: readonly string[],
): void {
  const file = join(network.folder, `${name}.nft`);
  writeFileSync(file, textOf(network, name, "/etc/nftables.conf"));
  const [program = "", ...words] = [...inside, "nft", "-f", file];
  run(program, ...words);
}
