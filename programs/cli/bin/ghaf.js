#!/usr/bin/env node
// Starts the bundle of ghaf; says how to make it when it is missing.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const bundle = join(__dirname, "../dist/bundle/ghaf.cjs");
if (existsSync(bundle)) {
  require(bundle);
} else {
  console.error("ghaf is not built here: run `npm ci && npm run build` first");
  process.exitCode = 1;
}
