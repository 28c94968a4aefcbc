// A file of JavaScript has types.
import { defineSystem } from "@ghaf/system";

const user: string = "jane";

export default defineSystem({ ghaf: { users: { accounts: { user } } } });
