/** Units of a host with systemd: each VM is a runner, started in the order in which VMs need each other (spec 3.8). */

import { HOST_NAME, type System } from "@ghaf/system";
import { type Artifact, publicFile } from "./artifact.ts";

const FOLDER = "/etc/systemd/system";

export function hostUnits({ host, vms }: System): readonly Artifact[] {
  if (!host.runsVms) return [];
  const autostarted = vms.filter(({ autostart }) => autostart);
  const ordered = vms.filter(({ startsAfter }) => startsAfter.length > 0);
  return [
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
  return publicFile(HOST_NAME, `${FOLDER}/${name}`, `${lines.join("\n")}\n`);
}
