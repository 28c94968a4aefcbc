// Names are imported that the platform and a file do not export.
import { defineSystm, defineSystem } from "@ghaf/system";
import { desk } from "./desktop.ts";

export default defineSystem({ imports: [desk, defineSystm({})] });
