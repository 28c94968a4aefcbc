/** The services that a VM has because of its role (spec 1.4, 4.2 row 10). What each consists of is not said here. */

import type { PlatformConfig } from "../options/platform-options.ts";
import type { EnabledVm } from "./enabled-vms.ts";

export type VmService =
  | "bluetooth"
  | "disks"
  | "document-handlers"
  | "document-opener"
  | "fingerprint"
  | "firmware"
  | "interceptor"
  | "interceptor-trust"
  | "log-client"
  | "log-collector"
  | "matrix-forwarding"
  | "matrix-server"
  | "panel"
  | "proxy"
  | "registry"
  | "security-key"
  | "session"
  | "sound"
  | "ssh"
  | "wifi";

/** In alphabetical order. */
export function servicesOf(
  config: PlatformConfig,
  vm: EnabledVm,
): readonly VmService[] {
  const { ghaf } = config;
  const shared: readonly Flag[] = [
    ["ssh", ghaf.development.ssh.daemon.enable],
    ["log-client", hasLogClient(vm) && ghaf.logging.client.enable],
  ];
  return [...shared, ...flagsOf(ghaf, vm)]
    .filter(([, on]) => on)
    .map(([service]) => service)
    .sort();
}

type Flag = readonly [service: VmService, on: boolean];
type GhafValues = PlatformConfig["ghaf"];

/** admin-vm collects instead; ids-vm must not tell what it saw. */
function hasLogClient({ role }: EnabledVm): boolean {
  return role !== "admin" && role !== "ids";
}

function flagsOf(ghaf: GhafValues, vm: EnabledVm): readonly Flag[] {
  const { services } = ghaf;
  switch (vm.role) {
    case "net":
      return netFlags(ghaf);
    case "gui":
      return guiFlags(ghaf);
    case "audio":
      return [
        ["sound", services.audio.enable],
        ["bluetooth", services.bluetooth.enable],
        ["firmware", services.firmware.enable],
      ];
    case "admin":
      return [
        ["registry", ghaf.givc.enable],
        ["log-collector", ghaf.logging.client.enable],
      ];
    case "ids":
      return [
        ["interceptor", ghaf.virtualization.microvm.idsvm.mitmproxy.enable],
      ];
    case "app":
      return appFlags(ghaf, vm.name);
  }
}

function netFlags({ services, reference }: GhafValues): readonly Flag[] {
  return [
    ["wifi", services.wifi.enable],
    ["firmware", services.firmware.enable],
    ["proxy", reference.services["proxy-server"].enable],
    ["matrix-forwarding", reference.services["dendrite-pinecone"].enable],
  ];
}

function guiFlags({ services, graphics }: GhafValues): readonly Flag[] {
  return [
    ["session", graphics.labwc.enable],
    ["panel", services.desktop.enable],
    ["document-opener", services.xdgopener.enable],
    ["fingerprint", services.fprint.enable],
    ["security-key", services.yubikey.enable],
    ["disks", services.disks.enable],
    ["firmware", services.firmware.enable],
  ];
}

function appFlags(
  { services, reference, virtualization }: GhafValues,
  name: string,
): readonly Flag[] {
  const { enable, dendrite } = reference.services;
  const { idsvm } = virtualization.microvm;
  const opensItself = name === "zathura-vm";
  return [
    ["document-handlers", services.xdghandlers.enable && !opensItself],
    ["interceptor-trust", idsvm.enable && idsvm.mitmproxy.enable],
    ["matrix-server", name === "comms-vm" && enable && dendrite],
  ];
}
