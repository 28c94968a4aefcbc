/** What the kernel offers for the network of machines: interfaces, packet filters, vsock. */

import { type Finding, ok, problem, warning } from "./finding.ts";
import type { Surroundings } from "./machine.ts";

export async function lookAtTun({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  const path = "/dev/net/tun";
  const state = await machine.device(path);
  switch (state) {
    case "usable":
      return [ok(path, "interfaces can be made")];
    case "absent":
      return [problem(path, "there is none", "modprobe tun")];
    case "refused":
      return [problem(path, "it cannot be opened", null)];
  }
}

/** What only a release build needs (machine-design 5). */
export async function lookAtVsock({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  const path = "/dev/vhost-vsock";
  if ((await machine.device(path)) === "usable") {
    return [ok(path, "host and admin-vm can use it")];
  }
  const what =
    "not usable: release builds cannot run here, as their host reaches admin-vm by it; debug builds can";
  return [warning(path, what, "modprobe vhost_vsock")];
}

/** One chain of each family and kind that planned rules have. */
const RULES = `
table inet ghaf_doctor {
  chain filter {
    type filter hook forward priority 0; policy drop;
    ct state established accept
  }
}
table ip ghaf_doctor {
  chain nat {
    type nat hook postrouting priority 100;
    masquerade
  }
}
table bridge ghaf_doctor {
  chain filter {
    type filter hook forward priority 0; policy drop;
    ether type arp accept
  }
}
`;

const DEADLINE_MS = 5_000;

/** The kernel judges the rules in a network that nobody uses, and keeps none. */
export async function lookAtPacketFilter({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  const name = "nf_tables";
  if (machine.userId !== 0) {
    return [warning(name, "not tried: only root can", null)];
  }
  if ((await machine.find("nft")) === undefined) {
    return [warning(name, "not tried: nft is not installed", null)];
  }
  const { code, complaint } = await machine.run({
    argv: ["unshare", "--net", "--", "nft", "--check", "--file", "-"],
    deadlineMs: DEADLINE_MS,
    input: RULES,
  });
  if (code === 0) return [ok(name, "rules of the families inet, ip, bridge")];
  const what = `this kernel refuses our rules: ${complaint}`;
  const fix = "modprobe -a nf_tables nft_chain_nat nft_masq nft_meta_bridge";
  return [problem(name, what, fix)];
}
