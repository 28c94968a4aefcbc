/** Checks a launch specification and makes it complete; collects every problem with its place. */

import { ApiError, parseVmName, quote, type VmName } from "@ghaf/api";
import type {
  LaunchSpec as LaunchSpecMessage,
  LaunchTap,
  LaunchVariant,
} from "@ghaf/api/proto/ghaf/machine/v1/launch_spec";
import type {
  Accelerator,
  LaunchSpec,
  StopTimes,
  Tap,
  Variant,
} from "./launch-spec.ts";
import { type Note, shown, wrong } from "./note.ts";
import { resolveShares, resolveTpm } from "./resolve-servers.ts";
import { resolveVolumes } from "./resolve-volumes.ts";
import { isInterfaceName, slotsIn } from "./slots.ts";
import { checkLength } from "./socket-path.ts";

/** What a VM gets whose specification does not say: a guest under emulation needs seconds to stop. */
const USUAL_STOP: StopTimes = {
  poweroffMs: 60_000,
  acpiMs: 20_000,
  termMs: 10_000,
};

/** useradd(8): what Debian takes as the name of an account. */
const ACCOUNT = /^[a-z_][a-z0-9_-]{0,31}$/;
/** A user id that no account needs to have: one for each VM. */
const USER_ID = /^[1-9][0-9]{0,9}$/;
/** (uid_t) -1 stands for no change. */
const LARGEST_ID = 0xffff_fffe;

/** @returns undefined when something was noted */
export function resolveLaunchSpec(
  message: LaunchSpecMessage,
  note: Note,
): LaunchSpec | undefined {
  const { initrds, controlSocket, runnerSocket, consoleLog } = message;
  const vm = resolveVm(message.vm, note);
  const variants = resolveVariants(message, note);
  checkFiles(message, note);
  const volumes = resolveVolumes(message.volumes, note);
  const taps = resolveTaps(message.taps, note);
  if (message.memoryMib === 0) {
    note(wrong("memoryMib", "the MiB of memory that it may take", "nothing"));
  }
  const user = resolveUser(message.user, note);
  checkSockets(message.sockets, note);
  const shares = resolveShares(message.shares, note);
  const tpm = resolveTpm(message.tpm, note);
  const [first, ...others] = variants;
  if (vm === undefined || first === undefined) return undefined;
  const { stop = USUAL_STOP, memoryMib, readyTimeoutMs } = message;
  return {
    ...{ vm, initrds, volumes, taps, memoryMib, user, shares, tpm },
    sockets: message.sockets,
    ...{ controlSocket, runnerSocket, consoleLog },
    variants: [first, ...others],
    readyTimeoutMs: readyTimeoutMs === 0 ? undefined : readyTimeoutMs,
    stop: {
      poweroffMs: stop.poweroffMs,
      acpiMs: stop.acpiMs,
      termMs: stop.termMs,
    },
  };
}

function resolveVm(untrusted: string, note: Note): VmName | undefined {
  try {
    return parseVmName(untrusted);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    note(wrong("vm", "the name of a VM", shown(untrusted)));
    return undefined;
  }
}

function checkSockets(untrusted: readonly string[], note: Note): void {
  for (const [index, name] of untrusted.entries()) {
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) continue;
    note(wrong(`sockets[${index}]`, "the name of a socket", quote(name)));
  }
}

function resolveUser(untrusted: string, note: Note): string | undefined {
  if (untrusted === "") return undefined;
  if (ACCOUNT.test(untrusted)) return untrusted;
  if (USER_ID.test(untrusted) && Number(untrusted) <= LARGEST_ID) {
    return untrusted;
  }
  note(wrong("user", "the name of an account or its id", quote(untrusted)));
  return undefined;
}

function resolveVariants(message: LaunchSpecMessage, note: Note): Variant[] {
  const { variants, initrds } = message;
  if (variants.length === 0) {
    note(wrong("variants", "at least one way to start the VM", "nothing"));
  }
  const seen = new Set<string>();
  return variants.flatMap((variant, index) => {
    const path = `variants[${index}]`;
    const accelerator = toAccelerator(variant.accelerator);
    if (accelerator === undefined || seen.has(variant.accelerator)) {
      const expected = "kvm or tcg, each once";
      note(wrong(`${path}.accelerator`, expected, shown(variant.accelerator)));
    }
    seen.add(variant.accelerator);
    checkSlots(variant, { path, hasInitrd: initrds.length > 0, note });
    const [program, ...words] = variant.argv;
    if (program === undefined || program === "") {
      note(wrong(`${path}.argv`, "a program and its arguments", "nothing"));
      return [];
    }
    return accelerator === undefined
      ? []
      : [{ accelerator, argv: [program, ...words] as const }];
  });
}

function toAccelerator(untrusted: string): Accelerator | undefined {
  return untrusted === "kvm" || untrusted === "tcg" ? untrusted : undefined;
}

function checkSlots(
  { argv }: LaunchVariant,
  place: {
    readonly path: string;
    readonly hasInitrd: boolean;
    readonly note: Note;
  },
): void {
  const { path, hasInitrd, note } = place;
  let usesInitrd = false;
  for (const [index, argument] of argv.entries()) {
    const at = `${path}.argv[${index}]`;
    const { slots, unknown } = slotsIn(argument);
    for (const text of unknown) {
      note(
        wrong(
          at,
          "the slots {initrd}, {initrd:bytes} and {fd:<interface>}",
          quote(text),
        ),
      );
    }
    if (argument.includes("\0")) {
      note(wrong(at, "text without zero bytes", quote(argument)));
    }
    usesInitrd ||= slots.some(({ kind }) => kind === "initrd");
  }
  if (usesInitrd === hasInitrd) return;
  const given = usesInitrd ? "nothing to fill it with" : "no such slot";
  const expected = usesInitrd
    ? "files in initrds for the slot {initrd}"
    : "the slot {initrd} for the files in initrds";
  note(wrong(`${path}.argv`, expected, given));
}

function checkFiles(message: LaunchSpecMessage, note: Note): void {
  const { controlSocket, runnerSocket, consoleLog, initrds } = message;
  const named = Object.entries({ controlSocket, runnerSocket, consoleLog });
  const seen = new Map<string, string>();
  for (const [path, file] of named) {
    const other = seen.get(file);
    if (file === "" || file.includes("\0")) {
      note(wrong(path, "the path of a file", shown(file)));
    } else if (other !== undefined) {
      note(wrong(path, `a file other than that of ${other}`, shown(file)));
    }
    if (path.endsWith("Socket")) checkLength(path, file, note);
    seen.set(file, path);
  }
  for (const [index, file] of initrds.entries()) {
    if (file === "" || file.includes("\0")) {
      note(wrong(`initrds[${index}]`, "the path of a file", shown(file)));
    }
  }
}

function resolveTaps(taps: readonly LaunchTap[], note: Note): Tap[] {
  return taps.map(({ name, bridge, multiQueue }, index) => {
    for (const [key, value] of Object.entries({ name, bridge })) {
      if (isInterfaceName(value)) continue;
      const path = `taps[${index}].${key}`;
      note(
        wrong(path, "an interface name of 1 to 15 characters", shown(value)),
      );
    }
    if (taps.findIndex((tap) => tap.name === name) < index) {
      note(wrong(`taps[${index}].name`, "a name of its own", shown(name)));
    }
    return { name, bridge, multiQueue };
  });
}
