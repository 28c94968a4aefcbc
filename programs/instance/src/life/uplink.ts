/** The way out of the VM that routes: passt, which turns its packets into this machine's own connections. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { firstLine, type Logger } from "@ghaf/daemon";
import type { Uplink } from "../spec/instance-spec.ts";

/** Of the connection to QEMU in the child. */
const DESCRIPTOR = 3;

/**
 * Nothing is forwarded in, and what listens on this machine's loopback is not the VMs'
 * (passt(1)). IPv4 only, as all of the network inside. It gives up root by itself.
 */
function wordsFor({ resolver }: Uplink): string[] {
  return [
    ...["--foreground", "--quiet", "--ipv4-only", "--no-map-gw"],
    ...["--tcp-ports", "none", "--udp-ports", "none"],
    ...(resolver === null ? [] : ["--dns-forward", resolver]),
    ...["--fd", String(DESCRIPTOR)],
  ];
}

export interface UplinkParts {
  readonly log: Logger;
  /** Told the reason when there is no way out, null when there is one again. */
  readonly onProblem: (reason: string | null) => void;
}

const MOST_COMPLAINT = 4_096;
/** The VM has one card; the connection of its last start may not be over yet. */
const MOST_CONNECTIONS = 4;

/**
 * Resolves when QEMU can connect to the socket. Each connection, one for each start of the
 * VM, gets a passt of its own. Where that cannot run the card leads nowhere, and the device
 * lives without a way out. When one ends that a VM which is ready goes by, the VM's runner
 * hears it of QEMU, and the VM is started again.
 */
export async function openUplink(
  uplink: Uplink,
  parts: UplinkParts,
): Promise<void> {
  const { socket } = uplink;
  await rm(socket, { force: true });
  // The bytes are passt's: none is read here.
  const server = createServer({ pauseOnConnect: true }, (qemu) => {
    qemu.on("error", () => qemu.destroy());
    void serve(qemu, uplink, parts);
  });
  // Each costs a process, and a QEMU that was taken over can ask for more.
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(socket);
  await once(server, "listening");
  // For whatever user the VM's QEMU has; the folders above keep others out.
  await chmod(socket, 0o666);
}

async function serve(
  qemu: Socket,
  uplink: Uplink,
  { log, onProblem }: UplinkParts,
): Promise<void> {
  const child = spawn("passt", wordsFor(uplink), {
    stdio: ["ignore", "ignore", "pipe", qemu],
  });
  child.once("spawn", () => onProblem(null));
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(0, MOST_COMPLAINT);
  });
  const reason = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      const how = complaint(said) || `it ended with ${signal ?? code}`;
      resolve(code === 0 ? undefined : how);
    });
  });
  qemu.destroy();
  if (reason === undefined) return;
  log.warning("there is no way out of the device", { reason });
  onProblem(`no way out: passt: ${reason}`);
}

/** What it says whenever it is started as root, and where no system log listens. */
const USUAL =
  /^(?:Don't run as root\. Changing to nobody\.*|Failed to send \d+ bytes to syslog)$/;

/** What explains its end comes last. */
function complaint(said: string): string {
  const lines = said.split("\n").filter((line) => !USUAL.test(line));
  return firstLine(lines.findLast((line) => line.trim() !== "") ?? "");
}
