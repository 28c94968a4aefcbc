/** `npm run demo`: installs and builds what is missing, then tells the story. */

import { startProgram } from "./setup/start-program.mjs";

await startProgram("programs/demo/dist/main.js");
