/** Ways between machines whose parts must agree: the address of the registry, memory that VMs share, frames of windows. */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";
import { repeated } from "./repeated.ts";

export const transportChecks: readonly Check<PlatformConfig>[] = [
  registryAddress,
  wholePages,
  slotsForAll,
  oneFrameEach,
];

/** What an address of each protocol looks like. */
const ADDRESSES: {
  readonly [protocol: string]: { readonly form: RegExp; readonly what: string };
} = {
  tcp: { form: /^(?!\/)(?!\d+$)/, what: "a host name or an IPv4 address" },
  unix: { form: /^\//, what: "the absolute path of a socket" },
  vsock: { form: /^\d+$/, what: "the vsock number of a VM" },
};

function registryAddress({ ghaf }: PlatformConfig, report: Reporter): void {
  if (!ghaf.givc.enable) return;
  const { addr, protocol } = ghaf.givc.adminConfig;
  const address = ADDRESSES[protocol];
  if (address === undefined || address.form.test(addr)) return;
  report.error({
    path: "ghaf.givc.adminConfig.addr",
    reason: `is ${addr}, but the protocol is ${protocol}`,
    fix: `give ${address.what}, or choose another protocol`,
    others: ["ghaf.givc.adminConfig.protocol"],
  });
}

const PAGE_MIB = { "2M": 2, "1G": 1024 } as const;

function wholePages({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, memSize, hugePageSz } = ghaf.shm;
  const page = PAGE_MIB[hugePageSz];
  if (!enable || memSize % page === 0) return;
  const whole = Math.ceil(memSize / page) * page;
  report.error({
    path: "ghaf.shm.memSize",
    reason: `is ${memSize} MiB, which is no whole number of pages of ${hugePageSz}`,
    fix: `make it ${whole}, or choose smaller pages`,
    others: ["ghaf.shm.hugePageSz"],
  });
}

/** 0 stands for as many as there are members. */
function slotsForAll({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, vms_enabled, enable_host, instancesCount } = ghaf.shm;
  const members = vms_enabled.length + (enable_host ? 1 : 0);
  const enough = instancesCount === 0 || instancesCount >= members;
  if (!enable || enough) return;
  report.error({
    path: "ghaf.shm.instancesCount",
    reason: `is ${instancesCount}, but ${members} machines join the memory`,
    fix: "leave it out, so that it is counted",
    others: ["ghaf.shm.vms_enabled", "ghaf.shm.enable_host"],
  });
}

/** Equal frames are said once by the VM and once by hand, which is harmless. */
function oneFrameEach({ ghaf }: PlatformConfig, report: Reporter): void {
  const uses = ghaf.graphics.labwc.securityContext.map(
    ({ identifier, color }, index) => ({
      path: `ghaf.graphics.labwc.securityContext[${index}].color`,
      value: identifier,
      colour: color.toLowerCase(),
    }),
  );
  for (const { first, again } of repeated(uses)) {
    if (first.colour === again.colour) continue;
    report.error({
      path: again.path,
      reason: `is ${again.colour} for ${again.value}, which has the colour ${first.colour} already`,
      fix: "say the colour of a VM once, in borderColor of the VM",
      others: [first.path],
    });
  }
}
