/** Where instances and images of this machine lie. */

import type { Environment } from "../connection/environment.ts";

/** machine-design 7; `$GHAF_STATE_DIR` for who wants several, or no root's folder. */
export function stateBase(env: Environment): string {
  const own = env["GHAF_STATE_DIR"];
  return own === undefined || own === "" ? "/var/lib/ghaf" : own;
}
