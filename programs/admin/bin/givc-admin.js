#!/usr/bin/env -S node --max-semi-space-size=2 --max-old-space-size=512 --v8-pool-size=0
// Starts the bundle of givc-admin; says how to make it when it is missing.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const bundle = join(__dirname, "../dist/bundle/givc-admin.cjs");
if (existsSync(bundle)) {
  require(bundle);
} else {
  console.error(
    "givc-admin is not built here: run `npm ci && npm run build` first",
  );
  process.exitCode = 1;
}
