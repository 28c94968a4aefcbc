/**
 * The list of all files of the wire as the specification's tables state them,
 * typed by hand. Nothing here may be copied or generated from packages/api/proto,
 * because its only use is to be compared with what is generated from there.
 */

import { ADMIN } from "./golden-admin.ts";
import { AGENT } from "./golden-agent.ts";
import { DEVICES } from "./golden-devices.ts";
import type { GoldenFile } from "./golden-file.ts";
import { PUBLIC } from "./golden-public.ts";

export const GOLDEN: readonly GoldenFile[] = [
  ADMIN,
  ...AGENT,
  ...DEVICES,
  ...PUBLIC,
];
