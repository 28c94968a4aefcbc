/** systemd units that a guest module puts into its VM, as sections and settings. */

import { narrowed, type OptionTree, option, t } from "@ghaf/module-system";
import { areUnitNames, areUnitWords } from "../values/attribute-names.ts";
import { setting } from "../values/unit-setting.ts";

const settings = narrowed(
  t.attributesOf(t.either(setting, t.listOf(setting))),
  "settings like “ExecStart”, named by letters, digits and “-”",
  areUnitWords,
);

const sections = narrowed(
  t.attributesOf(settings),
  "sections like “Service”, named by letters, digits and “-”",
  areUnitWords,
);

const unitOptions = {
  sections: option(sections, {
    default: {},
    example: { Service: { ExecStart: "/usr/bin/hello" } },
    origin: "ours",
    description:
      "Settings by section. A list stands for a setting that is repeated; in it, an empty text takes back what was set before.",
  }),
  dropIn: option(t.boolean, {
    default: false,
    origin: "ours",
    description:
      "True: the settings are added to a unit that the VM has from a package or its role.",
  }),
  masked: option(t.boolean, {
    default: false,
    origin: "ours",
    description: "True: nothing can start the unit.",
  }),
} as const satisfies OptionTree;

export const guestUnits = narrowed(
  t.attributesOf(t.submodule(unitOptions)),
  "units named like “hello.service”: letters, digits and “:_.-”, one optional “@”, and a unit type",
  areUnitNames,
);
