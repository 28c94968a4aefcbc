#!/usr/bin/env node
// Starts the bundle of givc-cli; says how to make it when it is missing.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const bundle = join(__dirname, "../dist/bundle/givc-cli.cjs");
if (existsSync(bundle)) {
  require(bundle);
} else {
  console.error(
    "givc-cli is not built here: run `npm ci && npm run build` first",
  );
  process.exitCode = 1;
}
