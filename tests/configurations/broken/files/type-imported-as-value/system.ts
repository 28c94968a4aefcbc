// A type of the platform is imported as if it were a value.
import { defineSystem } from "@ghaf/system";
import { type Module, Vm } from "@ghaf/system";
const modules: readonly Module[] = [Vm];

export default defineSystem({ imports: modules });
