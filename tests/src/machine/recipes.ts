/** Where the shell recipes of this folder are: beside the sources, as the compiler does not copy them. */

import { join } from "node:path";

export const recipes = join(import.meta.dirname, "../../src/machine");
