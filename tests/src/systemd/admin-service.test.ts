/** The admin as the service that we ship: its certificate is replaced, it hangs, and it is called over what carries vsock. */

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, list } from "./expectations.ts";
import { ADMIN, Fleet, type Member } from "./fleet.ts";
import { Watcher } from "./watcher.ts";

const SERVICE = "givc-admin.service";
const DROP_INS = `/run/systemd/system/${SERVICE}.d`;
const AGENT = "givc-net-vm.service";
const BEAT = "beat.service";
/** A link to a folder, as tools that replace whole sets of certificates like to have it. */
const CERTIFICATES = "/etc/current-certificates";
const VSOCK_STAND_IN = 9_100;

describe("the admin's service", () => {
  let fleet: Fleet;
  let admin: Member;
  let net: Member;

  before(async () => {
    fleet = await Fleet.open();
    [admin, net] = await Promise.all([startAdmin(fleet), startNet(fleet)]);
    await admin.machine.succeed(["ln", "-s", "/etc/givc", CERTIFICATES]);
    await admin.machine.systemctl(["start", SERVICE]);
    expectOk(await fleet.cli(net, "test", "ensure", "--retry", "60", AGENT));
  });
  after(() => fleet?.close());

  it("shows another certificate after a reload, and drops nobody", async () => {
    const watcher = await Watcher.start(fleet, net);
    const pid = await admin.machine.unitProperty(SERVICE, "MainPID");
    const old = await fingerprintOf(admin.tls.cert);
    assert.equal(await shown(), old);
    const next = await fleet.authority.issue(ADMIN.name, [ADMIN.address]);
    await install("/etc/next", next);
    await admin.machine.succeed(["ln", "-sfn", "/etc/next", CERTIFICATES]);
    assert.equal(await shown(), old, "nobody has told the admin yet");
    await admin.machine.systemctl(["reload", SERVICE]);
    const wanted = await fingerprintOf(next.cert);
    await waitFor("the new certificate", async () => {
      return (await shown()) === wanted;
    });
    // Its agent may have come before it.
    await watcher.sawUnit(BEAT, "Running");
    const since = watcher.now;
    await net.machine.systemctl(["stop", BEAT]);
    await watcher.sawUnit(BEAT, "PoweredOff", since);
    await watcher.stop();
    assert.equal(watcher.complaints, "");
    assert.deepEqual(watcher.of(AGENT), ["Running"]);
    assert.equal(await admin.machine.unitProperty(SERVICE, "MainPID"), pid);
  });

  it("keeps its certificate when what is there at a reload cannot be used", async () => {
    const before = await shown();
    await admin.machine.writeFile("/etc/next/cert.pem", "no certificate\n");
    await admin.machine.systemctl(["reload", SERVICE]);
    await waitFor("the complaint", async () => {
      const said = await admin.machine.journal(SERVICE);
      return said.includes("cert.pem holds no PEM certificate");
    });
    assert.equal(await shown(), before);
    const good = await readFile(admin.tls.cert);
    await admin.machine.writeFile("/etc/next/cert.pem", good);
  });

  it("is reached through the socket that would listen on vsock", async () => {
    await admin.machine.systemctl(["start", "givc-admin-vsock.socket"]);
    const port = ["--port", String(VSOCK_STAND_IN)];
    const asked = await fleet.cli(net, ...port, "query-list", "--as-json");
    expectOk(asked);
    assert.deepEqual(JSON.parse(asked.stdout), await list(fleet, net));
    const forwarder = "givc-admin-vsock.service";
    const state = await admin.machine.unitProperty(forwarder, "ActiveState");
    assert.equal(state, "active");
  });

  it("is killed and started again when it hangs, and then knows everything", async () => {
    const known = await states();
    await admin.machine.succeed(["mkdir", "-p", DROP_INS]);
    // Longer than a busy machine keeps it from telling that it lives.
    const dropIn = "[Service]\nWatchdogSec=10\nTimeoutStopSec=1\n";
    await admin.machine.writeFile(`${DROP_INS}/watchdog.conf`, dropIn);
    await admin.machine.systemctl(["daemon-reload"]);
    await admin.machine.systemctl(["restart", SERVICE]);
    const pid = await admin.machine.unitProperty(SERVICE, "MainPID");
    const hang = ["kill", "--signal=STOP", "--kill-whom=main", SERVICE];
    await admin.machine.systemctl(hang);
    await waitFor("another admin", async () => {
      const now = await admin.machine.unitProperty(SERVICE, "MainPID");
      return now !== pid && now !== "0";
    });
    const said = await admin.machine.journal(SERVICE);
    assert.match(said, /Watchdog timeout/);
    await waitFor("what was known before", async () => {
      return (await states()) === known;
    });
  });

  /** Every unit of the list with its status. */
  async function states(): Promise<string> {
    const rows = await list(fleet, net);
    return rows
      .map(({ name, status }) => `${name} ${status}`)
      .sort()
      .join("\n");
  }

  /** The fingerprint of the certificate that the admin shows to somebody who comes now. */
  async function shown(): Promise<string> {
    const words = ["node", "-e", HANDSHAKE, ADMIN.address, ADMIN.name];
    return (await net.machine.succeed(words)).trim();
  }

  /** Puts certificate files into a folder of the admin's machine. */
  async function install(folder: string, tls: Member["tls"]): Promise<void> {
    await admin.machine.succeed(["mkdir", folder]);
    for (const [kind, name] of [
      ["caCert", "ca-cert.pem"],
      ["cert", "cert.pem"],
      ["key", "key.pem"],
    ] as const) {
      const path = join(folder, name);
      await admin.machine.writeFile(path, await readFile(tls[kind]));
      await admin.machine.succeed(["chmod", "0400", path]);
    }
  }
});

/** Prints whom it meets at port 9001 of an address, and goes. */
const HANDSHAKE = `
const [, address, name] = process.argv;
const file = (name) => require("node:fs").readFileSync("/etc/givc/" + name);
const socket = require("node:tls").connect({
  host: address, port: 9001, servername: name, ALPNProtocols: ["h2"],
  ca: file("ca-cert.pem"), cert: file("cert.pem"), key: file("key.pem"),
}, () => {
  console.log(socket.getPeerCertificate().fingerprint256);
  socket.destroy();
});`;

async function fingerprintOf(file: string): Promise<string> {
  return new X509Certificate(await readFile(file)).fingerprint256;
}

async function startAdmin(fleet: Fleet): Promise<Member> {
  const folder = join(import.meta.dirname, "../../../programs/admin/systemd");
  const vsock = ["givc-admin-vsock.socket", "givc-admin-vsock.service"];
  const flags = {
    listen: [`${ADMIN.address}:9001`, "/run/givc-admin/vsock.sock"],
    caCert: `${CERTIFICATES}/ca-cert.pem`,
    hostCert: `${CERTIFICATES}/cert.pem`,
    hostKey: `${CERTIFICATES}/key.pem`,
  };
  const elsewhere = `ListenStream=${ADMIN.address}:${VSOCK_STAND_IN}`;
  return fleet.startAdmin(flags, {
    atBoot: false,
    files: [
      {
        path: "/etc/systemd/system/givc-admin-vsock.socket.d/elsewhere.conf",
        content: `[Socket]\nListenStream=\n${elsewhere}\n`,
      },
    ],
    units: await Promise.all(
      vsock.map(async (name) => ({
        name,
        content: await readFile(join(folder, name), "utf8"),
      })),
    ),
  });
}

function startNet(fleet: Fleet): Promise<Member> {
  const content = "[Service]\nExecStart=/usr/bin/sleep infinity\n";
  return fleet.startAgent({
    name: "net-vm",
    address: "192.168.101.4",
    type: 8,
    capabilities: { services: [BEAT] },
    units: [{ name: BEAT, content, wantedBy: "multi-user.target" }],
  });
}
