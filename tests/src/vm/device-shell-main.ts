/** Runs in the network of a device: carries its input to the shell of a VM, and what that says back, until the shell ends. */

import { connect } from "node:net";

const [, , host = "", port = ""] = process.argv;
const socket = connect({ host, port: Number(port), allowHalfOpen: true });
socket.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.stdin.pipe(socket, { end: false });
socket.pipe(process.stdout);
socket.once("end", () => process.exit(0));
