/** The options of one application VM, and the lists that hold such VMs. */

import {
  narrowed,
  type OptionTree,
  type OptionType,
  option,
  type PlainForm,
  type TreeInput,
  t,
  worded,
  writtenAs,
} from "@ghaf/module-system";
import { guestOptions } from "../guest/guest-options.ts";
import { colour } from "../values/colour.ts";
import { debianPackage } from "../values/debian-package.ts";
import { vmMacAddress } from "../values/mac-address.ts";
import { appVmName } from "../values/vm-name.ts";
import { guestMemory, processors } from "../values/vm-resource.ts";
import { automaticOrGuestCid } from "../values/vsock-cid.ts";
import { offByDefault } from "./off-by-default.ts";
import { applicationOptions } from "./virtualization-application.ts";

export const appVmOptions = {
  name: option(appVmName, {
    description:
      "What the VM is called. Its host name, unit and files have “-vm” behind it, so it has at most 8 characters.",
  }),
  packages: option(t.listOf(debianPackage), {
    default: [],
    description: "Debian packages that are installed in it.",
  }),
  applications: option(t.listOf(t.submodule(applicationOptions)), {
    default: [],
    origin: "ours",
    description:
      "The programs that may be started in it from outside, over the control plane.",
  }),
  borderColor: option(t.nullOr(colour), {
    default: null,
    description:
      "The colour of the frame around its windows, by which people know the VM, like “#006305”. Null: the usual frame.",
  }),
  cid: option(automaticOrGuestCid, {
    default: 0,
    description: "Its vsock CID. 0: one is allocated and kept.",
  }),
  cores: option(processors, {
    description: "How many processors it has.",
  }),
  extraModules: option(t.modules(guestOptions), {
    default: [],
    description: "Guest modules: persistent storage, volumes, files, firewall.",
  }),
  ghafAudio: {
    enable: offByDefault("Lets it play and record sound through audio-vm."),
    useTunneling: offByDefault(
      "Runs a sound server in the VM itself that forwards to audio-vm, so that programs survive a restart of audio-vm.",
    ),
  },
  macAddress: option(worded("string", t.nullOr(vmMacAddress)), {
    default: null,
    description:
      "The address of its network interface. Null: one is allocated by its name and kept.",
  }),
  ramMb: option(guestMemory, {
    description:
      "Its memory in MiB. Not exactly 2048, with which QEMU does not start.",
  }),
  vtpm: {
    enable: offByDefault(
      "Gives it a TPM 2.0 of its own, which a program on the host plays.",
    ),
  },
} as const satisfies OptionTree;

export const appVms = t.listOf(t.submodule(appVmOptions));

/** An application VM as it is written, before anything is computed. */
export type AppVmDefinition = TreeInput<typeof appVmOptions, unknown>;

type FormOf<Type> =
  Type extends OptionType<infer _Value, infer Form> ? Form : never;

/** Kept as they are written, so that they can be handed on to `appvm.vms`, where they are checked. */
const definition = t.raw as OptionType<
  AppVmDefinition,
  PlainForm<AppVmDefinition>
>;

/** A list of application VMs that is not yet that of the device. */
export const appVmDefinitions = writtenAs<
  FormOf<typeof appVms>,
  readonly AppVmDefinition[]
>(
  worded(
    "list of (attribute set)",
    t.listOf(
      narrowed(
        definition,
        "the options of an application VM, such as its name and ramMb",
        (value) => typeof value === "object" && value !== null,
      ),
    ),
  ),
);
