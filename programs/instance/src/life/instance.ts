/** The life of an instance: network, relay, way out, the host's agent, and their end. */

import type { Logger } from "@ghaf/daemon";
import { openDoor } from "../door/door.ts";
import { inNetworkOf, networkSteps } from "../network/network.ts";
import { openTun } from "../network/tun.ts";
import type { MustRun } from "../program/must-run.ts";
import { type RelayProcess, startRelay } from "../relay/relay-process.ts";
import type { InstanceSpec } from "../spec/instance-spec.ts";
import type { StateFile } from "../state/state-file.ts";
import { keepAgent } from "./agent-process.ts";
import { openUplink } from "./uplink.ts";

export interface InstanceParts {
  readonly run: MustRun;
  readonly log: Logger;
  readonly state: StateFile;
  /** Program and arguments of the relay. */
  readonly relaySelf: readonly [string, ...string[]];
  /** Aborted: stop in order. `stop` aborts it. */
  readonly stopping: AbortSignal;
  readonly stop: () => void;
  /** Ends the process, and with it its namespace and all others (decision 0009). */
  readonly endNow: () => void;
}

/** Runs the instance of the working directory until it is stopped. @throws InstanceError when it cannot be, or what it needs is lost */
export async function runInstance(
  spec: InstanceSpec,
  parts: InstanceParts,
): Promise<void> {
  const { state, log } = parts;
  await openDoor((wish) => {
    if (wish === "down") parts.stop();
    if (wish === "kill") parts.endNow();
  });
  await state.tell({ phase: "starting" });
  const relay = await startRelay(spec.relay, parts.relaySelf);
  for (const step of networkSteps(spec.network)) {
    await parts.run(inNetworkOf(relay.pid, step), "network");
  }
  await openTun(parts.run).catch((error: unknown) => {
    log.warning("QEMU can only be root here", { error });
  });
  if (spec.uplink !== null) {
    const onProblem = (problem: string | null) => void state.tell({ problem });
    await openUplink(spec.uplink, { log, onProblem });
  }
  await state.tell({ phase: "running", port: relay.port });
  log.notice("the device runs", { name: spec.name, port: relay.port });
  parts.stopping.addEventListener("abort", () => {
    void state.tell({ phase: "stopping" });
  });
  await live(spec, relay, parts);
  await state.tell({ phase: "ended", port: null });
}

/** Without the relay there is no network namespace any more to start anything in. */
async function live(
  { agent, name }: InstanceSpec,
  relay: RelayProcess,
  { log, stopping, stop, state }: InstanceParts,
): Promise<void> {
  void relay.lost.then((reason) => {
    if (stopping.aborted) return;
    log.error("the relay is lost, and with it the way to the device", {
      reason,
    });
    void state.tell({ problem: `the relay was lost: ${reason}` });
    stop();
  });
  const end = await keepAgent({
    argv: inNetworkOf(relay.pid, agent),
    ...{ log, stopping },
    onRestart: (agentRestarts) => void state.tell({ agentRestarts }),
  });
  log.notice("the device has ended", { name, end });
}
