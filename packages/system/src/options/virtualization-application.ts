/** The options of one application of a VM: what the control plane may start, with which arguments, and how the launcher shows it (spec 2.7, 2.8). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { applicationName } from "../values/application-name.ts";
import { commandLine } from "../values/command-line.ts";
import { absolutePathText } from "../values/file-path.ts";
import { iconName, line, title } from "../values/line.ts";

/** What the agent of a VM has to know (control-plane specification 3.6). */
export const manifestOptions = {
  name: option(applicationName, {
    origin: "ours",
    description:
      "What the control plane calls it; the units of its instances begin with it.",
  }),
  command: option(commandLine, {
    origin: "ours",
    description:
      "The program and its fixed arguments, separated by single spaces. No shell reads it.",
  }),
  args: option(t.listOf(t.oneOf("flag", "url", "file")), {
    default: [],
    example: ["url"],
    origin: "ours",
    description:
      "The kinds of argument that a caller may add. None: a caller may add nothing.",
  }),
  directories: option(t.listOf(absolutePathText), {
    default: [],
    example: ["/home/ghaf/Documents"],
    origin: "ours",
    description:
      "Where the files may be that a caller names. Needed exactly when args has “file”.",
  }),
  singleInstance: option(t.nullOr(t.boolean), {
    default: null,
    origin: "ours",
    description:
      "Whether a second start hands over to the running instance and ends. Null: the agent waits to see.",
  }),
} as const satisfies OptionTree;

export const applicationOptions = {
  ...manifestOptions,
  launcher: option(t.boolean, {
    default: true,
    origin: "ours",
    description: "Shows it among the launchers of gui-vm.",
  }),
  title: option(t.nullOr(title), {
    default: null,
    example: "Trusted Browser",
    origin: "ours",
    description: "What people read in the launcher. Null: its name.",
  }),
  description: option(line, {
    default: "Secured Ghaf Application",
    origin: "ours",
    description: "A line for people below the launcher's title.",
  }),
  icon: option(t.nullOr(iconName), {
    default: null,
    example: "document-viewer",
    origin: "ours",
    description:
      "An icon of the theme by name, or a picture by path. Null: an icon with the application's name.",
  }),
} as const satisfies OptionTree;
