/**
 * Stands in the place of one of our programs and runs it, from the code that this Node made of it
 * when the image was built: compiling is a tenth of what an agent executes until it is registered.
 *
 * X.cjs is this file, X.program the program and X.code its code. Code that does not fit, of another
 * Node or for other flags, is not used, and the program starts as it would without.
 */
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { wrap } = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

const stem = __filename.slice(0, -".cjs".length);
const isBuild = process.env.GHAF_KEEP_CODE !== undefined;

function keptCode() {
  try {
    return readFileSync(`${stem}.code`);
  } catch {
    return undefined;
  }
}

const filename = `${stem}.program`;
// Bundles are ASCII, which is read quickest as what it is.
const script = new Script(wrap(readFileSync(filename, "latin1")), {
  filename,
  cachedData: isBuild ? undefined : keptCode(),
});
if (isBuild) {
  // At its end: with the functions that its start calls.
  process.once("exit", () => {
    writeFileSync(`${stem}.code`, script.createCachedData());
  });
}
script
  .runInThisContext()
  .call(exports, exports, require, module, __filename, dirname(__filename));
