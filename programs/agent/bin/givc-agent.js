#!/usr/bin/env -S node --max-semi-space-size=1 --max-old-space-size=64 --v8-pool-size=0 --no-opt
// Starts the bundle of givc-agent; says how to make it when it is missing.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const bundle = join(__dirname, "../dist/bundle/givc-agent.cjs");
if (existsSync(bundle)) {
  require(bundle);
} else {
  console.error(
    "givc-agent is not built here: run `npm ci && npm run build` first",
  );
  process.exitCode = 1;
}
