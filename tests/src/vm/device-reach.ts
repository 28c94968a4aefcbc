/** Who reaches whom in a device that runs, tried from within each machine. */

import type { Reachability } from "@ghaf/plan";
import { HOST_NAME } from "@ghaf/system";
import type { Device } from "./device.ts";

type Machine = Reachability["machines"][number];

export interface Targets {
  readonly machines: readonly Machine[];
  readonly ports: readonly number[];
}

/**
 * Lines like `one-vm two-vm 8086`. A refusal by the other machine's kernel means that
 * nothing listens there, and that both filters let the question and the answer pass.
 */
export async function measuredFrom(
  device: Device,
  from: Machine,
  { machines, ports }: Targets,
): Promise<readonly string[]> {
  const others = machines.filter(({ name }) => name !== from.name);
  const tries = others.flatMap((to) =>
    ports.map((port) => `try ${to.name} ${addressOf(to, from)} ${port} &`),
  );
  const script = [TRY, ...tries, "wait"].join("\n");
  const text =
    from.name === HOST_NAME
      ? (await device.onHost(["bash", "-c", script])).stdout
      : await device.inGuest(from.name, script);
  const names = text.split("\n").filter((line) => line !== "");
  return names.map((line) => `${from.name} ${line}`);
}

/** What filters drop is never answered: after three questions, in 15 s, the kernel gives up (tcp(7)). */
const TRY = `echo 3 >/proc/sys/net/ipv4/tcp_syn_retries
try() {
  if said=$( (exec 3<>"/dev/tcp/$2/$3") 2>&1 ); then said=refused; fi
  case $said in *refused*) echo "$1 $3" ;; esac
}`;

/** Where the host is, or is asked for, the second address leads. */
function addressOf(to: Machine, from: Machine): string {
  const isWithHost = from.name === HOST_NAME;
  return (isWithHost ? to.addresses.at(-1) : to.addresses[0]) ?? "";
}
