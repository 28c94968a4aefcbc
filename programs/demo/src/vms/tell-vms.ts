/** The story with virtual machines: root, QEMU and Debian's packages are there. */

import { join } from "node:path";
import type { Narrator } from "../narrator.ts";
import type { Processes } from "../processes.ts";
import { ImageCache } from "./image-cache.ts";
import { addSecondVm } from "./second-vm.ts";
import { VmDevice } from "./vm-device.ts";
import { VmStory } from "./vm-story.ts";

export interface VmScene {
  /** Of the demo. The device lies in it. */
  readonly folder: string;
  /** With the configuration in `device`. */
  readonly work: string;
  /** Of the demo: it says where a user's cache is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Leave out the end, in which the device is switched off. */
  readonly stay: boolean;
}

/** @returns how a person reaches the device, line by line */
export async function tellVms(
  { folder, work, stay, environment }: VmScene,
  processes: Processes,
  say: Narrator,
): Promise<readonly string[]> {
  const configuration = join(work, "device");
  const cache = ImageCache.ofUser(environment);
  await cache.lend(folder);
  await cache.takeLock(configuration);
  say.chapter("2. Another VM joins it, and it is planned");
  await addSecondVm(configuration, say);
  const device = new VmDevice({ work, state: folder }, processes);
  const story = new VmStory(device, say);
  await story.comeUp();
  await cache.keep(configuration);
  await story.live();
  if (!stay) await story.end();
  return [
    `export GHAF_STATE_DIR=${folder}`,
    'eval "$(npx --no -- ghaf env)"',
    "npx --no -- ghaf status",
    "npx --no -- givc-cli start app --vm app-vm web",
    "npx --no -- ghaf down     (switches it off, and ends the demo)",
  ];
}
