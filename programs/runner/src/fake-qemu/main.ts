/**
 * A program that looks like QEMU to the runner: it opens both sockets, talks
 * QMP, and has a guest that does what its words on the command line say. The
 * substitute for tests: `main.js CONTROL-SOCKET RUNNER-SOCKET WORD…`.
 */

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";

const [controlSocket = "", runnerSocket = "", ...words] = process.argv.slice(2);
const does = (word: string) => words.includes(word);

/** What the runner sent over the port, and the signals; for the test to read. */
const heard = (line: string) =>
  writeFileSync("heard", `${line}\n`, { flag: "a" });

let control: Socket | undefined;
let guest: Socket | undefined;
let isReleased = false;
let balloon = 0;
let isRunning = false;

function event(event: string, data: object): void {
  control?.write(`${JSON.stringify({ event, data })}\r\n`);
}

function end(reason: string, code = 0): void {
  event("SHUTDOWN", { guest: reason.startsWith("guest"), reason });
  // What was written leaves with the process only when it was flushed.
  setTimeout(() => process.exit(code), does("ends-slowly") ? 2_000 : 20);
}

/** What a command does; text is the reason for which it does nothing. */
const commands: Record<string, (given: Given) => object | string> = {
  system_powerdown: () => {
    if (does("obeys-acpi")) end("guest-shutdown");
    return {};
  },
  balloon: ({ value = 0 }) => {
    balloon = value;
    return {};
  },
  "query-balloon": () => ({ actual: balloon }),
  stop: () => {
    isReleased = false;
    event("STOP", {});
    return {};
  },
  cont: () => {
    isReleased = true;
    event("RESUME", {});
    boot();
    return {};
  },
  "query-status": () => {
    const netdev = { "netdev-id": "uplink" };
    if (does("is-cut-off")) event("NETDEV_STREAM_DISCONNECTED", netdev);
    return { status: isReleased ? "running" : "paused" };
  },
  screendump: ({ filename = "", format }) => {
    if (!does("has-a-screen")) {
      return "There is no console to take a screendump from";
    }
    writeFileSync(filename, `a ${format} picture`);
    return {};
  },
};

interface Given {
  readonly value?: number;
  readonly filename?: string;
  readonly format?: string;
}

function answer(text: string): void {
  const { execute, arguments: given, id } = JSON.parse(text);
  heard(`qmp ${execute}`);
  if (does("is-busy") && isRunning) return;
  if (does("ignores-cont") && execute === "cont") return;
  const value = commands[execute]?.(given) ?? {};
  const said =
    typeof value === "string"
      ? { error: { class: "GenericError", desc: value } }
      : { return: value };
  control?.write(`${JSON.stringify({ ...said, id })}\r\n`);
}

function hear(line: string): void {
  heard(`port ${line}`);
  if (line !== "POWEROFF" || !does("obeys-poweroff")) return;
  guest?.write("STOPPING\n");
  end("guest-shutdown");
}

const linesOf = (socket: Socket, take: (line: string) => void) => {
  let rest = "";
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  });
};

/** The guest's part, when the runner has come to its port and lets it go. */
function boot(): void {
  if (isRunning || !isReleased || guest === undefined) return;
  isRunning = true;
  const say = (line: string) => guest?.write(`${line}\n`);
  console.log("the guest's console");
  say("STATUS booting");
  if (does("floods")) {
    guest?.write(`${"x".repeat(1_000_000)}\n${"STATUS x\n".repeat(50_000)}`);
  }
  if (does("gets-ready")) say("READY");
  if (does("finds-the-disk-full")) {
    const reason = "No space left on device";
    event("BLOCK_IO_ERROR", { device: "vdb", action: "stop", reason });
    event("STOP", {});
  }
  if (does("powers-off")) end("guest-shutdown");
  if (does("reboots")) {
    say("STOPPING");
    end("guest-reset");
  }
  if (does("panics")) end("guest-reset");
  if (does("dies")) process.kill(process.pid, "SIGKILL");
  if (does("breaks")) {
    console.error("warning: old\nqemu: out of luck\nmore");
    process.exit(1);
  }
}

// Its console repeats what is typed.
process.stdin.on("data", (chunk) => process.stdout.write(`typed ${chunk}`));

if (does("refuses")) {
  console.error("qemu: could not load kernel");
  process.exit(1);
}
for (const path of [controlSocket, runnerSocket]) rmSync(path, { force: true });
// Whole or not there: somebody may read it just now.
writeFileSync("pid.new", String(process.pid));
renameSync("pid.new", "pid");
process.on("SIGTERM", () => {
  heard("SIGTERM");
  if (does("obeys-term")) end("host-signal");
});
createServer((socket) => {
  control = socket;
  linesOf(socket, answer);
  if (!does("never-greets")) socket.write('{"QMP":{"version":{}}}\r\n');
}).listen(controlSocket);
createServer((socket) => {
  guest = socket;
  linesOf(socket, hear);
  boot();
}).listen(runnerSocket);
