/**
 * A program that looks like swtpm and virtiofsd to the runner: it listens where it is told
 * and takes one connection. With FAKE_SERVER=refuses it does not. The substitute for tests.
 */

import { renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

const words = process.argv.slice(2);
const text = words.join(" ");
const [, socket = ""] = /(?:path=|--socket-path[ =])([^ ,]+)/.exec(text) ?? [];

if (process.env["FAKE_SERVER"] === "refuses") {
  console.error("no state for you");
  process.exit(1);
}
const server = createServer((connection) => {
  connection.on("close", () => process.exit(0)).on("error", () => undefined);
  connection.resume();
});
server.listen(socket, () => {
  console.error("it serves");
  // Whole or not there: somebody may read it just now.
  const draft = "fake-server.json.new";
  writeFileSync(draft, JSON.stringify({ pid: process.pid, words }));
  renameSync(draft, "fake-server.json");
});
