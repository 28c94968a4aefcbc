/** The image that a state directory boots: the key in the image store that its link `current` leads to. */

import { realpath } from "node:fs/promises";
import { basename } from "node:path";

/** In the state directory: a link to the image. */
export const IMAGE_LINK = "current";

const KEY = /^[0-9a-f]{64}$/;

/** Null without an image; the last name of the path when that is outside of a store. */
export async function imageKey(): Promise<string | null> {
  try {
    const path = await realpath(IMAGE_LINK);
    const key = path.split("/").findLast((name) => KEY.test(name));
    return key ?? basename(path);
  } catch {
    return null;
  }
}
