/** Options of the control plane: `ghaf.givc`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { transportAddress } from "../values/address.ts";
import { extraArguments } from "../values/argument.ts";
import { absolutePathText } from "../values/file-path.ts";
import { hostName } from "../values/name.ts";
import { portAsText } from "../values/number.ts";
import { transport } from "../values/transport.ts";
import { offOption } from "./flag.ts";
import { offByDefault } from "./off-by-default.ts";

/** Where every agent finds the admin server. */
const adminConfigOptions = {
  name: option(hostName, {
    description:
      "The name that the admin server's certificate must carry; a connection to another name is refused.",
  }),
  addr: option(transportAddress, {
    description:
      "Where agents and clients reach the admin server; by default the address of admin-vm.",
  }),
  port: option(portAsText, {
    description:
      "The port of the admin server, opened in the firewall of admin-vm. A number is accepted too.",
  }),
  protocol: option(transport, {
    description: "The transport to the admin server: tcp, unix or vsock.",
  }),
} satisfies OptionTree;

export const givcOptions = {
  enable: offByDefault(
    "Runs the control plane: an agent on the host and in every VM, the admin server in admin-vm, and application launchers in gui-vm. Needs admin-vm.",
  ),
  enableTls: option(t.boolean, {
    default: true,
    description:
      "Lets the machines of the control plane accept only connections with a certificate of the device. Off is for debug builds only.",
  }),
  debug: offOption("Makes the agents log every call.", { origin: "tag" }),
  adminConfig: option(t.submodule(adminConfigOptions), {
    description:
      "Where the admin server is found. Follows from the VM with the admin role unless defined.",
  }),
  appPrefix: option(absolutePathText, {
    default: "/usr/bin",
    description:
      "The directory in which an application VM looks for commands that are not given as absolute paths.",
  }),
  host: {
    enable: offByDefault(
      "Runs the agent of the host on TCP port 9000. It may start and stop VMs, and reboot, power off or suspend the device.",
    ),
  },
  idsExtraArgs: option(extraArguments, {
    default: "",
    description:
      "Arguments that browsers and chat programs get while ids-vm intercepts their connections: a profile directory and the interceptor's certificate.",
  }),
} satisfies OptionTree;
