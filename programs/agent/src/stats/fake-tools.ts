/** SystemTools for tests: prints what it was given; a tool without output fails. */

import type { SystemTool, SystemTools } from "./sysinfo.ts";

export function createFakeTools(
  outputs: Readonly<Partial<Record<SystemTool, string>>>,
): SystemTools {
  return { output: async (tool) => outputs[tool] };
}
