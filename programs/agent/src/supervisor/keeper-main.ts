/** The keeper as a process of its own, where the agent is not one bundle. */

import { parentChannel, runKeeper } from "./keeper.ts";

await runKeeper(parentChannel(process));
process.exit(0);
