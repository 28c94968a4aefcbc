/** The programs of this checkout, by their committed starters. */

import { fileURLToPath } from "node:url";

export function program(workspace: string, name: string): string {
  return fileURLToPath(
    new URL(`../../${workspace}/bin/${name}.js`, import.meta.url),
  );
}
