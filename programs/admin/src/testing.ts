/** Substitutes of this program's ports, for tests that run a whole admin in one process. */

export { type Admin, type AdminOptions, createAdmin } from "./admin.ts";
export { MemorySettings } from "./control/memory-settings.ts";
