/** In a network of its own, which is the outside of a VM: a server to reach, and passt for whoever connects to a socket. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

const [socket, address] = process.argv.slice(2);

const server = createServer((client) => client.end("hello from outside\n"));
// The bytes are passt's: none is read here.
const uplink = createServer({ pauseOnConnect: true }, (qemu) => {
  const words = ["--foreground", "--quiet", "--ipv4-only", "--no-map-gw"];
  const stdio = ["ignore", "ignore", "inherit", qemu] as const;
  const passt = spawn("passt", [...words, "--fd", "3"], { stdio: [...stdio] });
  passt.once("exit", () => qemu.destroy());
});
const both = [server.listen(8080, address), uplink.listen(socket)];
await Promise.all(both.map((one) => once(one, "listening")));
process.stdout.write("listening\n");
