// An imported file of data is not JSON.
import { defineSystem } from "@ghaf/system";
import fleet from "./fleet.json";

export default defineSystem({ ghaf: { users: { accounts: fleet } } });
