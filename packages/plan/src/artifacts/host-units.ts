/** Units of a host with systemd: its packet filter, and a runner for each VM, started in the order in which VMs need each other (spec 3.8). */

import { HOST_NAME, type System } from "@ghaf/system";
import type { Artifact } from "./artifact.ts";
import { unitFile, wants } from "./wants.ts";

export function hostUnits({ host, vms }: System): readonly Artifact[] {
  // Debian installs it without starting it; guests get it from their init.
  const filter = wants(HOST_NAME, "sysinit.target", "nftables.service");
  if (!host.runsVms) return [filter];
  const autostarted = vms.filter(({ autostart }) => autostart);
  const ordered = vms.filter(({ startsAfter }) => startsAfter.length > 0);
  return [
    filter,
    unit("microvm@.service", MICROVM),
    unit("microvms.target", [
      ...["[Unit]", "Description=Virtual machines of this device"],
      ...autostarted.map(({ name }) => `Wants=microvm@${name}.service`),
    ]),
    unit("multi-user.target.d/50-ghaf.conf", [
      "[Unit]",
      "Wants=microvms.target",
    ]),
    ...ordered.map(({ name, startsAfter }) =>
      unit(`microvm@${name}.service.d/50-ghaf.conf`, [
        "[Unit]",
        ...startsAfter.flatMap((other) => [
          `After=microvm@${other}.service`,
          `Wants=microvm@${other}.service`,
        ]),
      ]),
    ),
  ];
}

/** The runner says when the guest is ready, and stops it in steps, within the time that systemd gives it. */
const MICROVM: readonly string[] = [
  "[Unit]",
  "Description=Virtual machine %i",
  "After=network.target nftables.service",
  "ConditionPathExists=/var/lib/microvms/%i/spec.json",
  "",
  "[Service]",
  "Type=notify",
  "NotifyAccess=all",
  "ExecStart=/usr/bin/node /usr/lib/ghaf/ghaf-runner.cjs run /var/lib/microvms/%i",
  "WorkingDirectory=/var/lib/microvms/%i",
  "TimeoutStartSec=240",
  "TimeoutStopSec=120",
  "KillMode=mixed",
  // The runner's words for: the guest powered off, which is an end; it asked for a reboot.
  "SuccessExitStatus=3",
  "RestartForceExitStatus=4",
  "Restart=on-failure",
  "RestartSec=5",
  "LimitNOFILE=1048576",
  "LimitMEMLOCK=infinity",
];

function unit(name: string, lines: readonly string[]): Artifact {
  return unitFile(HOST_NAME, name, lines);
}
