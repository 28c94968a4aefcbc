/**
 * What starting an application costs, and whose time it is, on a real systemd;
 * and how soon a watcher learns that one was killed.
 */

import { fileURLToPath } from "node:url";
import { hubAddress } from "../machine/network.ts";
import { ADMIN_SERVER, Fleet } from "../systemd/fleet.ts";
import { atMost, type Row } from "./report.ts";
import type { StartFigures, StartOptions } from "./start-main.ts";
import { median, ms, percentile } from "./statistics.ts";

const AGENT = { name: "app-vm", address: "192.168.101.5" } as const;
const DEADLINE_MS = 120_000;

export async function benchStartApplication(): Promise<readonly Row[]> {
  const fleet = await Fleet.open();
  try {
    const [, agent] = await Promise.all([
      fleet.startAdmin(),
      fleet.startAgent({
        ...AGENT,
        type: 8,
        capabilities: {
          applications: [{ name: "sleeper", command: "/usr/bin/sleep 4711" }],
        },
      }),
    ]);
    const options: StartOptions = {
      admin: ADMIN_SERVER,
      agent: { ...AGENT, port: 9_000 },
      files: await fleet.authority.issue("bench", [hubAddress]),
      bus: `unix:path=/proc/${await agent.machine.leader()}/root/run/dbus/system_bus_socket`,
    };
    return rows(await measure(fleet, options));
  } finally {
    await fleet.close();
  }
}

async function measure(
  fleet: Fleet,
  options: StartOptions,
): Promise<StartFigures> {
  const main = fileURLToPath(new URL("start-main.js", import.meta.url));
  const finished = await fleet.network.runOnHub(
    [process.execPath, main, JSON.stringify(options)],
    { deadlineMs: DEADLINE_MS },
  );
  if (finished.code !== 0) throw new Error(finished.stderr);
  return JSON.parse(finished.stdout) as StartFigures;
}

function rows(figures: StartFigures): readonly Row[] {
  const p50 = (of: readonly number[]) => median(of);
  const p95 = (of: readonly number[]) => percentile(of, 0.95);
  const { whole, agent, systemd, killed } = figures;
  const share = p95(whole) - p95(systemd);
  const both = (one: number, other: number) => `${ms(one)} / ${ms(other)}`;
  return [
    {
      what: "whole, client to answer, p50 / p95",
      figure: both(p50(whole), p95(whole)),
    },
    {
      what: "of it systemd and D-Bus, p50 / p95",
      figure: both(p50(systemd), p95(systemd)),
    },
    {
      what: "of it agent, p50",
      figure: ms(p50(agent) - p50(systemd)),
    },
    { what: "of it admin, p50", figure: ms(p50(whole) - p50(agent)) },
    {
      what: "our share, p95 less systemd's p95",
      figure: ms(share),
      goal: atMost(share, 10, "10 ms"),
    },
    {
      what: "SIGKILL of the application to the watcher, p50 / p95",
      figure: both(p50(killed), p95(killed)),
    },
  ];
}
