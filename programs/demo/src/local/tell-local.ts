/** The story with processes: nothing but Node is needed. */

import type { Narrator } from "../narrator.ts";
import type { Processes } from "../processes.ts";
import { program } from "../programs.ts";
import { Device } from "./device.ts";
import { Story } from "./story.ts";
import { createWorld } from "./world.ts";

/** @returns how a person reaches the device, line by line */
export async function tellLocal(
  folder: string,
  processes: Processes,
  say: Narrator,
): Promise<readonly string[]> {
  const world = await createWorld(folder, [program("agent", "givc-agent")]);
  const device = new Device(world, processes);
  await new Story(device, say).tell();
  const variables = Object.entries(device.exports(world.operator));
  return [
    ...variables.map(([name, value]) => `export ${name}=${value}`),
    "",
    "npx --no -- ghaf status",
    "npx --no -- givc-cli start app --vm app-vm viewer",
    `logs: ${folder}/*.log`,
  ];
}
