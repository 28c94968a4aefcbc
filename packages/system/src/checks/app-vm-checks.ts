/** What application VMs need of the other VMs, and of each other (spec 4.5, rows 8, 9, 10 and 24). */

import type { Check, Reporter } from "@ghaf/module-system";
import {
  appVms,
  enabledVmNames,
  hasSystemVm,
  vmName,
} from "../machine/enabled-vms.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { referenceAppVms } from "../reference/app-vms/catalogue.ts";
import { colourDistance, type Lab, labOf } from "../values/colour-distance.ts";

export const appVmChecks: readonly Check<PlatformConfig>[] = [
  screenForWindows,
  soundForPlayers,
  framesToTellApart,
  filesAndDirectories,
  interceptedPins,
  chosenInVain,
  listedInVain,
];

const VMS = "ghaf.virtualization.microvm.appvm.vms";
const GUI = "ghaf.virtualization.microvm.guivm.enable";

/** Said once for all of them: a device without a screen may be meant to be one. */
function screenForWindows(config: PlatformConfig, report: Reporter): void {
  if (hasSystemVm(config, "gui")) return;
  // With the layout headless it is said already that launchers are not shown.
  const silent = config.ghaf.layout === "headless";
  const shown = appVms(config).filter(
    ({ borderColor, applications }) =>
      borderColor !== null ||
      (!silent && applications.some(({ launcher }) => launcher)),
  );
  const [first] = shown;
  if (first === undefined) return;
  const more = shown.length === 1 ? "" : ` and ${shown.length - 1} more VMs`;
  const why =
    first.borderColor === null
      ? "programs with launchers"
      : `windows with the frame ${first.borderColor}`;
  report.warning({
    path: VMS,
    reason: `gives ${vmName(first.name)}${more} ${why}, but there is no gui-vm to show them`,
    fix: `turn ${GUI} on; or drop the border colours, and set launcher to false for programs without windows`,
    others: [GUI],
  });
}

function soundForPlayers(config: PlatformConfig, report: Reporter): void {
  const { enable, audio } = config.ghaf.virtualization.microvm.audiovm;
  if (enable && audio) return;
  const missing = enable
    ? "audio-vm has no sound: ghaf.virtualization.microvm.audiovm.audio is off"
    : "there is no audio-vm";
  const key = enable ? "audio" : "enable";
  const needed = `ghaf.virtualization.microvm.audiovm.${key}`;
  for (const [index, { name, ghafAudio }] of appVms(config).entries()) {
    if (!ghafAudio.enable) continue;
    report.error({
      path: `${VMS}[${index}].ghafAudio.enable`,
      reason: `lets ${vmName(name)} play sound, but ${missing}`,
      fix: `turn ${needed} on, or the sound of ${vmName(name)} off`,
      others: [needed],
    });
  }
}

/** Closer than this, two frames are not told apart at a glance. */
const NEAREST_FRAMES = 10;

interface Framed {
  readonly path: string;
  readonly vm: string;
  readonly colour: string;
  readonly lab: Lab;
}

/** Each VM is compared with the first VM of every colour, so that many VMs of one colour are cheap. */
function framesToTellApart(config: PlatformConfig, report: Reporter): void {
  const distinct = new Map<string, Framed>();
  for (const [index, { name, borderColor }] of appVms(config).entries()) {
    if (borderColor === null) continue;
    const colour = borderColor.toLowerCase();
    const path = `${VMS}[${index}].borderColor`;
    const framed = { path, vm: vmName(name), colour, lab: labOf(colour) };
    const like = likest(framed, distinct);
    if (!distinct.has(colour)) distinct.set(colour, framed);
    if (like === undefined) continue;
    report.warning({
      path,
      reason: `is ${colour} for ${framed.vm}, which people cannot tell from ${like.colour} of ${like.vm}`,
      fix: "choose a colour that is further away",
      others: [like.path],
    });
  }
}

function likest(
  framed: Framed,
  known: ReadonlyMap<string, Framed>,
): Framed | undefined {
  const same = known.get(framed.colour);
  if (same !== undefined) return same;
  let best: Framed | undefined;
  let least = NEAREST_FRAMES;
  for (const other of known.values()) {
    const far = colourDistance(framed.lab, other.lab);
    if (far >= least) continue;
    best = other;
    least = far;
  }
  return best;
}

/** An agent hands over files from listed directories only (control-plane specification 3.6). */
function filesAndDirectories(config: PlatformConfig, report: Reporter): void {
  for (const [index, { applications }] of appVms(config).entries()) {
    for (const [at, { name, args, directories }] of applications.entries()) {
      const path = `${VMS}[${index}].applications[${at}]`;
      const takesFiles = args.includes("file");
      if (takesFiles && directories.length === 0) {
        report.error({
          path: `${path}.directories`,
          reason: `is empty, but ${name} takes files as arguments`,
          fix: "list the directories whose files callers may name",
          others: [`${path}.args`],
        });
      }
      if (!takesFiles && directories.length > 0) {
        report.error({
          path: `${path}.directories`,
          reason: `lists ${directories.join(", ")}, but ${name} takes no files`,
          fix: 'add "file" to args, or leave the directories out',
          others: [`${path}.args`],
        });
      }
    }
  }
}

/** Programs that trust only their maker's certificate, whatever authorities a VM trusts. */
const PINNING: readonly string[] = ["dropbox", "signal-desktop"];

function interceptedPins(config: PlatformConfig, report: Reporter): void {
  const { mitmproxy } = config.ghaf.virtualization.microvm.idsvm;
  if (!mitmproxy.enable || !hasSystemVm(config, "ids")) return;
  for (const [index, { name, applications }] of appVms(config).entries()) {
    for (const [at, { command }] of applications.entries()) {
      const program = programOf(command);
      if (!PINNING.includes(program)) continue;
      report.warning({
        path: `${VMS}[${index}].applications[${at}].command`,
        reason: `runs ${program} in ${vmName(name)}, which accepts no certificate but its maker's, while ids-vm opens encrypted traffic`,
        fix: "turn ghaf.virtualization.microvm.idsvm.mitmproxy.enable off, or leave the program out",
        others: ["ghaf.virtualization.microvm.idsvm.mitmproxy.enable"],
      });
    }
  }
}

function programOf(command: string): string {
  const [program = ""] = command.split(" ");
  return program.slice(program.lastIndexOf("/") + 1);
}

const REFERENCE = "ghaf.reference.appvms";
const LAPTOP = "ghaf.reference.profiles.laptop-x86.enable";

/** A reference VM is defined when its group is on, and used when the laptop profile hands it on. */
function chosenInVain(config: PlatformConfig, report: Reporter): void {
  const { layout, reference, virtualization } = config.ghaf;
  if (layout === "host-only" || layout === "native") return;
  if (!virtualization.microvm.appvm.enable) return;
  const { appvms, profiles } = reference;
  if (appvms.enable && profiles["laptop-x86"].enable) return;
  const needed = appvms.enable ? LAPTOP : `${REFERENCE}.enable`;
  const present = new Set(enabledVmNames(config));
  for (const { name } of referenceAppVms) {
    if (!appvms[name] || present.has(name)) continue;
    report.warning({
      path: `${REFERENCE}.${name}`,
      reason: `is on, but no VM comes of it while ${needed} is off`,
      fix: `turn ${needed} on, or this off`,
      others: [needed],
    });
  }
}

/** Layouts without VMs turn them off, and say so themselves. */
function listedInVain({ ghaf }: PlatformConfig, report: Reporter): void {
  const { enable, vms } = ghaf.virtualization.microvm.appvm;
  const hasVms = ghaf.layout === "default" || ghaf.layout === "headless";
  const [first] = vms;
  if (enable || !hasVms || first === undefined) return;
  const more = vms.length === 1 ? "" : ` and ${vms.length - 1} more`;
  const path = "ghaf.virtualization.microvm.appvm.enable";
  report.warning({
    path,
    reason: `is off, so that ${vmName(first.name)}${more} will not exist`,
    fix: "turn it on",
    others: [VMS],
  });
}
