/** A network of test machines: a bridge in a namespace of its own, so every test may use the same addresses. */

import type { Cgroup } from "./cgroup.ts";
import { type Finished, type RunOptions, run, succeed } from "./command.ts";

/** The network that machines live in; the hub, where commands can run, is the first address. */
export const hubAddress = "192.168.101.1";

/** A place on the network: a namespace with `eth0` up and addressed. */
export interface Port {
  readonly address: string;
  /** As systemd-nspawn and nsenter want it. */
  readonly namespacePath: string;
}

export interface Network {
  /** Adds a place at `address`, such as "192.168.101.10". */
  attach(address: string): Promise<Port>;
  /** The command line that runs `argv` on the hub, which reaches every port. */
  onHub(argv: readonly string[]): string[];
  /** Runs a program of this machine on the hub. */
  runOnHub(argv: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Takes a port's cable out, or plugs it in again. */
  setLink(port: Port, state: "up" | "down"): Promise<void>;
  close(): Promise<void>;
}

export interface NetworkOptions {
  /** Begins every namespace's name. */
  readonly prefix: string;
  /** Told of every namespace before it is made. */
  readonly guardNamespace: (name: string) => void;
  /** Where programs on the hub run. */
  readonly cgroup: Cgroup;
}

export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const { cgroup, prefix } = options;
  const hub = `${prefix}-hub`;
  const made: string[] = [];
  const cables = new Map<string, string>();
  const addNamespace = async (name: string) => {
    options.guardNamespace(name);
    await succeed(["ip", "netns", "add", name]);
    made.push(name);
    await ip(name, "link set lo up");
  };

  await addNamespace(hub);
  await ip(hub, "link add br0 type bridge stp_state 0 forward_delay 0");
  await ip(hub, `addr add ${hubAddress}/24 dev br0`);
  await ip(hub, "link set br0 up");

  const onHub = (argv: readonly string[]) =>
    // "ip netns exec" would mount another /sys and hide the cgroups.
    cgroup.enter(["nsenter", `--net=/run/netns/${hub}`, "--", ...argv]);
  const attach = async (address: string): Promise<Port> => {
    const name = `${prefix}-${address}`;
    const cable = `port${address.split(".").at(-1)}`;
    await addNamespace(name);
    await ip(name, `link add eth0 type veth peer name ${cable} netns ${hub}`);
    await ip(name, `addr add ${address}/24 dev eth0`);
    await ip(name, "link set eth0 up");
    await ip(name, `route add default via ${hubAddress}`);
    await ip(hub, `link set ${cable} up master br0`);
    const namespacePath = `/run/netns/${name}`;
    cables.set(namespacePath, cable);
    return { address, namespacePath };
  };
  const attaching: Promise<Port>[] = [];
  return {
    onHub,
    attach: (address) => {
      const port = attach(address);
      attaching.push(port);
      return port;
    },
    runOnHub: (argv, runOptions) => run(onHub(argv), runOptions),
    setLink: async (port, state) => {
      await ip(hub, `link set ${cables.get(port.namespacePath)} ${state}`);
    },
    close: async () => {
      await Promise.allSettled(attaching);
      // The hub first: its bridge and cables go with it, also while a machine still holds a port.
      for (const name of made) await succeed(["ip", "netns", "delete", name]);
    },
  };
}

async function ip(namespace: string, command: string): Promise<void> {
  await succeed(["ip", "-n", namespace, ...command.split(" ")]);
}
