/** The rules by which running VMs get USB devices (spec 2.28; 4.5, row 4). The VMs themselves are looked at with the machines. */

import type { Check, Reporter } from "@ghaf/module-system";
import type { PlatformConfig } from "../options/platform-options.ts";
import { numbersOf, reportHalf } from "./hardware-checks.ts";

export const hotplugChecks: readonly Check<PlatformConfig>[] = [
  ruleNumbers,
  ruleCriteria,
  inputPorts,
];

export const RULES = "ghaf.hardware.usb.vhotplug.rules";

type VmRules =
  PlatformConfig["ghaf"]["hardware"]["usb"]["vhotplug"]["rules"][number];
type UsbRule = VmRules["usbPassthrough"][number];

interface PlacedRule {
  readonly path: string;
  readonly rule: UsbRule;
}

function usbRules({ ghaf }: PlatformConfig): readonly PlacedRule[] {
  return ghaf.hardware.usb.vhotplug.rules.flatMap(({ usbPassthrough }, index) =>
    usbPassthrough.map((rule, at) => ({
      ...{ path: `${RULES}[${index}].usbPassthrough[${at}]`, rule },
    })),
  );
}

function ruleNumbers(config: PlatformConfig, report: Reporter): void {
  for (const { path, rule } of usbRules(config)) {
    reportHalf(report, { path, of: "the rule", ...numbersOf(rule) });
    for (const [index, ignored] of rule.ignore.entries()) {
      const inner = `${path}.ignore[${index}]`;
      const of = "the exception";
      reportHalf(report, { path: inner, of, ...numbersOf(ignored) });
    }
  }
}

function ruleCriteria(config: PlatformConfig, report: Reporter): void {
  for (const { path, rule } of usbRules(config)) {
    const finer = rule.subclass ?? rule.protocol;
    if (rule.class === null && finer !== null) {
      report.error({
        path: `${path}.class`,
        reason: `is missing, without which ${rule.subclass === null ? "protocol" : "subclass"} ${finer} says nothing`,
        fix: "give the class too",
      });
    } else if (!hasCriterion(rule)) {
      report.error({
        path,
        reason: "says nothing about devices, so that no device matches it",
        fix: "give a class, vendorId and productId, vendorName or productName",
      });
    }
  }
}

function hasCriterion(rule: UsbRule): boolean {
  const { vendorId, productId, vendorName, productName } = rule;
  const criteria = [vendorId, productId, vendorName, productName, rule.class];
  return criteria.some((criterion) => criterion !== null);
}

/** The daemon finds the ports of gui-vm by their names. */
function inputPorts({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, enableEvdevPassthrough, pcieBusPrefix, rules } =
    ghaf.hardware.usb.vhotplug;
  if (!enable) return;
  for (const [index, { evdevPassthrough }] of rules.entries()) {
    if (!evdevPassthrough.enable) continue;
    const path = `${RULES}[${index}].evdevPassthrough`;
    if (!enableEvdevPassthrough) {
      report.error({
        path: `${path}.enable`,
        reason:
          "is on, but no VM has ports for input devices: enableEvdevPassthrough is off",
        fix: "turn ghaf.hardware.usb.vhotplug.enableEvdevPassthrough on, or this off",
        others: ["ghaf.hardware.usb.vhotplug.enableEvdevPassthrough"],
      });
    } else if (evdevPassthrough.pcieBusPrefix !== pcieBusPrefix) {
      report.error({
        path: `${path}.pcieBusPrefix`,
        reason: `is ${evdevPassthrough.pcieBusPrefix ?? "missing"}, but the ports of gui-vm begin with ${pcieBusPrefix ?? "nothing"}`,
        fix: "write the same prefix as in ghaf.hardware.usb.vhotplug.pcieBusPrefix",
        others: ["ghaf.hardware.usb.vhotplug.pcieBusPrefix"],
      });
    }
  }
}
