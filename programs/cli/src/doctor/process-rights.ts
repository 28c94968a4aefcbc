/** Whether this process may do what machines need, and whether its Node and processor fit. */

import { type Finding, ok, problem, warning } from "./finding.ts";
import type { Surroundings } from "./machine.ts";

export async function lookAtUser({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  if (machine.userId === 0) return [ok("root", "you are root")];
  const what =
    "you are not root: images, interfaces and packet filters are made by root only";
  return [problem("root", what, "sudo -i")];
}

/** package.json, engines. */
const OLDEST_NODE = [20, 19] as const;

export async function lookAtNode({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  const { nodeVersion } = machine;
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return [ok("node", nodeVersion)];
  }
  const what = `Node ${nodeVersion} is too old: ${OLDEST_NODE.join(".")} or newer is needed, which Debian 13 has`;
  return [problem("node", what, "apt-get install -y nodejs")];
}

export async function lookAtProcessor({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  const { architecture } = machine;
  if (architecture === "x64") return [ok("processor", "x86-64")];
  const what = `images of this version are for x86-64, and this is ${architecture}`;
  return [problem("processor", what, null)];
}

const DEADLINE_MS = 5_000;

/** An instance lives in namespaces of its own (machine-design 5). */
export async function lookAtNamespaces({
  machine,
}: Surroundings): Promise<readonly Finding[]> {
  const name = "namespaces";
  if (machine.userId !== 0) {
    return [warning(name, "not tried: only root can", null)];
  }
  const { code, complaint } = await machine.run({
    argv: ["unshare", "--pid", "--fork", "--net", "--mount-proc", "true"],
    deadlineMs: DEADLINE_MS,
  });
  if (code === 0) return [ok(name, "processes, network and mounts")];
  const what = `cannot be made: ${complaint}; a container needs to be privileged for that`;
  const fix =
    "sysctl -w user.max_pid_namespaces=100 user.max_net_namespaces=100";
  return [problem(name, what, fix)];
}
