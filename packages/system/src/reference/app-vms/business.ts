/** The application VM for work: only what the company's proxy lets through, its VPN, the camera (spec 2.5, 2.7). */

import { namedUsbArguments } from "../../derive/named-usb.ts";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { AppVmDefinition } from "../../options/virtualization-app-vm.ts";
import type { ApplicationDefinition } from "./application-definition.ts";
import { browserCommand } from "./browser-command.ts";
import { debugPackages } from "./debug-packages.ts";

/** Where the rules are served that send web traffic to the proxy. */
const PROXY_RULES = "--proxy-pac-url=http://127.0.0.1:8000/ghaf.pac";
/** Adds the menu entry that opens a page in chrome-vm. */
const EXTENSION = "--load-extension=/usr/share/ghaf/open-normal";

export function businessVm(config: PlatformConfig): AppVmDefinition {
  return {
    name: "business",
    packages: [
      ...["chromium", "openconnect", "gnome-text-editor", "xarchiver"],
      ...["shotcut", "busybox", "adwaita-icon-theme", "dconf-cli"],
      ...debugPackages(config, "tcpdump"),
    ],
    macAddress: "02:00:00:03:10:01",
    ramMb: 6144,
    cores: 4,
    borderColor: "#218838",
    ghafAudio: { enable: true },
    vtpm: { enable: true },
    applications: [...webApplications(config), ...localApplications()],
    extraModules: [
      { microvm: { qemu: { extraArgs: namedUsbArguments(config, ["cam0"]) } } },
    ],
  };
}

type Applications = readonly ApplicationDefinition[];

function webApplications(config: PlatformConfig): Applications {
  const browser = (...more: readonly string[]) =>
    browserCommand(config, PROXY_RULES, EXTENSION, ...more);
  return [
    {
      name: "google-chrome",
      title: "Trusted Browser",
      description: "Browser for the company's pages",
      icon: "thorium-browser",
      command: browser(),
      args: ["url"],
    },
    {
      name: "outlook",
      title: "Microsoft Outlook",
      description: "Mail and calendar",
      icon: "ms-outlook",
      command: browser("--app=https://outlook.office.com/mail/"),
    },
    {
      name: "office",
      title: "Microsoft 365",
      description: "Documents, tables and slides",
      icon: "microsoft-365",
      command: browser("--app=https://microsoft365.com"),
    },
    {
      name: "teams",
      title: "Teams",
      description: "Meetings and messages",
      icon: "teams-for-linux",
      command: browser("--app=https://teams.microsoft.com"),
    },
  ];
}

function localApplications(): Applications {
  return [
    {
      name: "gpclient",
      title: "VPN",
      description: "Connection to the company's network",
      icon: "yast-vpn",
      command: "gpclient -platform wayland",
    },
    {
      name: "gnome-text-editor",
      title: "Text Editor",
      description: "Simple editor for text files",
      icon: "org.gnome.TextEditor",
      command: "gnome-text-editor",
    },
    {
      name: "shotcut",
      title: "Video Editor",
      description: "Cuts and joins videos",
      icon: "org.shotcut.Shotcut",
      command: "shotcut",
    },
    {
      name: "xarchiver",
      title: "Xarchiver",
      description: "Packs and unpacks archives",
      icon: "xarchiver",
      command: "xarchiver",
    },
  ];
}
