/** Services and the VMs that they run in (spec 4.5, rows 9, 10 and 11). */

import type { Check, Reporter } from "@ghaf/module-system";
import {
  hasSystemVm,
  hasVm,
  type SystemVmRole,
  vmName,
} from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

export const serviceChecks: readonly Check<PlatformConfig>[] = [
  servicesInVms,
  partsOfVms,
  inspection,
  controlPlane,
  logs,
  proxy,
  matrixServer,
  documentReader,
];

const MICROVM = "ghaf.virtualization.microvm";

function switchOf(role: SystemVmRole): string {
  return `${MICROVM}.${role}vm.enable`;
}

/** A service that is on, without the VM that it runs in. */
function withoutVm(path: string, role: SystemVmRole, why: string) {
  return {
    path,
    reason: `is on, but there is no ${vmName(role)}, ${why}`,
    fix: `turn ${switchOf(role)} on, or this off`,
    others: [switchOf(role)],
  };
}

interface VmService {
  readonly service: keyof PlatformConfig["ghaf"]["services"];
  readonly role: SystemVmRole;
  /** The switch at the VM that turns the service on. */
  readonly part: keyof ReturnType<typeof partSwitches> | null;
  readonly why: string;
}

const SERVICES: readonly VmService[] = [
  {
    ...{ service: "audio", role: "audio", part: "audio" },
    why: "which runs the sound server",
  },
  {
    ...{ service: "bluetooth", role: "audio", part: "audio" },
    why: "which runs Bluetooth",
  },
  {
    ...{ service: "wifi", role: "net", part: "wifi" },
    why: "which runs NetworkManager",
  },
  {
    ...{ service: "fprint", role: "gui", part: "fprint" },
    why: "which a fingerprint unlocks",
  },
  {
    ...{ service: "yubikey", role: "gui", part: "yubikey" },
    why: "which a security key unlocks",
  },
  {
    ...{ service: "desktop", role: "gui", part: null },
    why: "which has the desktop",
  },
  {
    ...{ service: "xdgopener", role: "gui", part: null },
    why: "which opens documents",
  },
];

/** Without VMs, services run on the host. A service that only follows the switch at its VM is not reported beside it. */
function servicesInVms(config: PlatformConfig, report: Reporter): void {
  const { layout, services } = config.ghaf;
  const switches = partSwitches(config);
  if (layout === "native") return;
  for (const { service, role, part, why } of SERVICES) {
    if (!services[service].enable || hasSystemVm(config, role)) continue;
    if (part !== null && switches[part].on) continue;
    report.error(withoutVm(`ghaf.services.${service}.enable`, role, why));
  }
}

function partsOfVms(config: PlatformConfig, report: Reporter): void {
  for (const { path, role, on } of Object.values(partSwitches(config))) {
    if (!on || hasSystemVm(config, role)) continue;
    report.error(withoutVm(path, role, "whose part it is"));
  }
}

function partSwitches({ ghaf }: PlatformConfig) {
  const { audiovm, netvm, guivm } = ghaf.virtualization.microvm;
  return {
    audio: {
      path: `${MICROVM}.audiovm.audio`,
      role: "audio",
      on: audiovm.audio,
    },
    wifi: { path: `${MICROVM}.netvm.wifi`, role: "net", on: netvm.wifi },
    fprint: { path: `${MICROVM}.guivm.fprint`, role: "gui", on: guivm.fprint },
    yubikey: {
      path: `${MICROVM}.guivm.yubikey`,
      role: "gui",
      on: guivm.yubikey,
    },
  } as const;
}

function inspection(config: PlatformConfig, report: Reporter): void {
  const ids = hasSystemVm(config, "ids");
  const { mitmproxy } = config.ghaf.virtualization.microvm.idsvm;
  if (ids && !hasSystemVm(config, "net")) {
    const why = "to which it passes the traffic on";
    report.error(withoutVm(switchOf("ids"), "net", why));
  }
  if (mitmproxy.enable && !ids) {
    const path = `${MICROVM}.idsvm.mitmproxy.enable`;
    report.error(withoutVm(path, "ids", "where traffic is opened"));
  }
}

function controlPlane(config: PlatformConfig, report: Reporter): void {
  if (!config.ghaf.givc.enable || hasSystemVm(config, "admin")) return;
  const why = "where its registry is";
  report.error(withoutVm("ghaf.givc.enable", "admin", why));
}

function logs(config: PlatformConfig, report: Reporter): void {
  const { client } = config.ghaf.logging;
  if (!client.enable || hasSystemVm(config, "admin")) return;
  const why = "which collects the logs";
  report.error(withoutVm("ghaf.logging.client.enable", "admin", why));
}

const SERVICE_GROUP = "ghaf.reference.services";

/** Asked for by two options: the wish, and the server itself. */
function proxy(config: PlatformConfig, report: Reporter): void {
  const services = config.ghaf.reference.services;
  const wished = services.enable && services["proxy-business"];
  const served = services["proxy-server"].enable;
  const wish = `${SERVICE_GROUP}.proxy-business`;
  const server = `${SERVICE_GROUP}.proxy-server.enable`;
  if (!wished && !served) return;
  const path = wished ? wish : server;
  if (!hasSystemVm(config, "net")) {
    report.error(withoutVm(path, "net", "where the proxy runs"));
  }
  if (!hasVm(config, "business-vm")) {
    const choice = "ghaf.reference.appvms.business-vm";
    report.error({
      path,
      reason: "is on, but there is no business-vm, whose way out it is",
      fix: `turn ${choice} on, or the proxy off`,
      others: [choice],
    });
  }
}

function matrixServer(config: PlatformConfig, report: Reporter): void {
  const { enable, dendrite } = config.ghaf.reference.services;
  if (!enable || !dendrite || hasVm(config, "comms-vm")) return;
  const choice = "ghaf.reference.appvms.comms-vm";
  report.warning({
    path: `${SERVICE_GROUP}.dendrite`,
    reason:
      "is on, but there is no comms-vm, which would run the Matrix server",
    fix: `turn ${choice} on, or this off`,
    others: [choice],
  });
}

function documentReader(config: PlatformConfig, report: Reporter): void {
  if (hasVm(config, "zathura-vm")) return;
  const choice = "ghaf.reference.appvms.zathura-vm";
  for (const browser of ["google-chrome", "chromium"] as const) {
    if (!config.ghaf.reference.programs[browser].useZathuraVM) continue;
    report.error({
      path: `ghaf.reference.programs.${browser}.useZathuraVM`,
      reason: "is on, but there is no zathura-vm to open documents in",
      fix: `turn ${choice} on, or this off`,
      others: [choice],
    });
  }
}
