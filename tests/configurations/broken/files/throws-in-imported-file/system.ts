// An imported file uses what its environment does not have.
import { defineSystem } from "@ghaf/system";
import { fleet } from "./fleet.ts";

export default defineSystem({ imports: [fleet] });
