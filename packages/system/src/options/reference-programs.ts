/** Options below `ghaf.reference.programs`: settings of single programs (spec 2.7, 2.34). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { hostAddress } from "../values/address.ts";
import { userName } from "../values/name.ts";
import { portInteger } from "../values/number.ts";
import { offByDefault } from "./off-by-default.ts";

const googleChrome = {
  enable: offByDefault("Writes the policies that Google Chrome obeys."),
  defaultPolicy: option(t.attributes, {
    default: {
      AlwaysOpenPdfExternally: true,
      DefaultBrowserSettingEnabled: true,
      DeviceMetricsReportingEnabled: false,
      MetricsReportingEnabled: false,
      PromptForDownloadLocation: true,
      StartupBrowserWindowLaunchSuppressed: true,
    },
    example: { PromptForDownloadLocation: true },
    description:
      "Policies of the browser as its maker names them. An empty set writes no file.",
  }),
  extraOpts: option(t.attributes, {
    default: {},
    example: {
      BrowserSignin: 0,
      SyncDisabled: true,
      PasswordManagerEnabled: false,
      SpellcheckEnabled: true,
      SpellcheckLanguage: ["de", "en-US"],
    },
    description: "More policies, in a file of their own.",
  }),
  useZathuraVM: offByDefault(
    "Opens PDF files and pictures from the browser in zathura-vm.",
  ),
  policyOwner: option(userName, {
    default: "root",
    origin: "tag",
    description: "The user who owns the policy files and may change them.",
  }),
  policyOwnerGroup: option(userName, {
    default: "root",
    origin: "tag",
    description: "The group that may change the policy files.",
  }),
} as const satisfies OptionTree;

const windowsLauncher = {
  enable: offByDefault("Installs the program that starts a VM with Windows."),
  spice: offByDefault(
    "Shows Windows over the network with SPICE instead of in a window of QEMU, and opens the port for it.",
  ),
  "spice-host": option(hostAddress, {
    default: "192.168.101.2",
    description: "Where the viewer finds the SPICE server.",
  }),
  "spice-port": option(portInteger, {
    default: 5900,
    description: "The port of the SPICE server.",
  }),
} as const satisfies OptionTree;

export const referenceProgramOptions = {
  chromium: {
    enable: offByDefault("Writes the policies that Chromium obeys.", "tag"),
    useZathuraVM: offByDefault(
      "Opens PDF files and pictures from the browser in zathura-vm.",
      "tag",
    ),
  },
  "google-chrome": googleChrome,
  "windows-launcher": windowsLauncher,
  zathura: {
    enable: offByDefault(
      "Configures the document viewer: what is selected goes to the clipboard.",
    ),
  },
} as const satisfies OptionTree;
