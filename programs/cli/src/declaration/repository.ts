/** Where the running command's repository is: the packages and examples that come with it. */

import { dirname, join } from "node:path";
import { typesOf } from "../load-system/own-packages.ts";

/** The folder with `packages` and `examples`. */
export function repositoryFolder(): string {
  // packages/system/dist/index.d.ts
  return join(dirname(typesOf("@ghaf/system")), "..", "..", "..");
}
