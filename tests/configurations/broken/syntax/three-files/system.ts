// Every file has a fault; all are said.
import { defineSystem } from "@ghaf/system";
import { one } from "./one.ts";
import { two } from "./two.ts";
import { three } from "./three.ts";

export default defineSystem({ imports: [one, two, three] });
