/** How a row of the registry is shown: by `ghaf watch`, which shows all of them. */

import type { QueryItem } from "@ghaf/client";
import type { Face } from "../../output/render.ts";
import { statusTone } from "./status.ts";

export const ITEM_FACE: Face<QueryItem> = {
  columns: [
    { title: "NAME", text: ({ name }) => name },
    {
      title: "STATUS",
      text: ({ status }) => status,
      tone: ({ status }) => statusTone(status),
    },
    { title: "KIND", text: ({ serviceType }) => serviceType },
    { title: "VM", text: ({ vmName }) => vmName ?? "" },
    { title: "VM TYPE", text: ({ vmType }) => vmType, wide: true },
    { title: "AGENT", text: ({ agentName }) => agentName ?? "", wide: true },
    { title: "TRUST", text: ({ trustLevel }) => trustLevel, wide: true },
    {
      title: "DESCRIPTION",
      text: ({ description }) => description,
      wide: true,
    },
  ],
  name: ({ name }) => name,
  record: (item) => ({
    name: item.name,
    description: item.description,
    status: item.status,
    trustLevel: item.trustLevel,
    vmType: item.vmType,
    serviceType: item.serviceType,
    vmName: item.vmName,
    agentName: item.agentName,
  }),
};
