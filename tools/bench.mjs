/** `npm run bench`: installs and builds what is missing, then measures. */

import { startProgram } from "./setup/start-program.mjs";

await startProgram("tests/dist/bench/main.js");
