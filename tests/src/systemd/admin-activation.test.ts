/** The admin as a service that systemd starts for the first caller, without root, with its keys as credentials. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../machine/wait-for.ts";
import { expectOk, list } from "./expectations.ts";
import { ADMIN, Fleet, type Member } from "./fleet.ts";

const SERVICE = "givc-admin.service";
const CREDENTIALS = `/run/credentials/${SERVICE}`;
const SOCKET = `[Socket]\nListenStream=${ADMIN.address}:9001\n`;
const DROP_IN = `[Service]
DynamicUser=yes
StateDirectory=givc-admin
LoadCredential=ca-cert.pem:/etc/givc/ca-cert.pem
LoadCredential=cert.pem:/etc/givc/cert.pem
LoadCredential=key.pem:/etc/givc/key.pem
`;

describe("an admin behind a socket of systemd", () => {
  let fleet: Fleet;
  let admin: Member;
  let caller: Member;

  before(async () => {
    fleet = await Fleet.open();
    [admin, caller] = await Promise.all([
      startAdmin(fleet),
      startCaller(fleet),
    ]);
  });
  after(() => fleet?.close());

  it("is started by the first call, which it answers", async () => {
    const before = await admin.machine.unitProperty(SERVICE, "ActiveState");
    assert.equal(before, "inactive");
    assert.deepEqual(await list(fleet, caller), []);
    // It answers before systemd has heard that it is ready.
    await waitFor("the service is active", async () => {
      const now = await admin.machine.unitProperty(SERVICE, "ActiveState");
      return now === "active";
    });
  });

  it("is not root, and keeps what it is told in its own directory", async () => {
    const pid = await admin.machine.unitProperty(SERVICE, "MainPID");
    const uid = await admin.machine.succeed([
      "stat",
      "-c",
      "%u",
      `/proc/${pid}`,
    ]);
    assert.notEqual(uid.trim(), "0");
    expectOk(await fleet.cli(caller, "set-timezone", "Europe/Helsinki"));
    const kept = await admin.machine.readFile(
      "/var/lib/givc-admin/timezone.conf",
    );
    assert.equal(kept, "Europe/Helsinki");
  });

  it("has nothing to warn of in the credentials that systemd hands over", async () => {
    const warnings = await admin.machine.succeed([
      ...["journalctl", "--quiet", "--no-pager", "--output=cat"],
      ...["-p", "warning", "-u", SERVICE],
    ]);
    assert.equal(warnings, "");
  });

  it("is started anew after it was stopped: the socket stays", async () => {
    const words = ["stop", "--no-warn", SERVICE];
    await admin.machine.systemctl(words);
    const between = await admin.machine.unitProperty(SERVICE, "ActiveState");
    assert.equal(between, "inactive");
    assert.deepEqual(await list(fleet, caller), []);
  });
});

function startAdmin(fleet: Fleet): Promise<Member> {
  const flags = {
    listen: ["sd-listen"],
    caCert: `${CREDENTIALS}/ca-cert.pem`,
    hostCert: `${CREDENTIALS}/cert.pem`,
    hostKey: `${CREDENTIALS}/key.pem`,
    strictKeyModes: true,
    stateDir: "/var/lib/givc-admin",
  };
  const path = `/etc/systemd/system/${SERVICE}.d/activated.conf`;
  return fleet.startAdmin(flags, {
    atBoot: false,
    files: [{ path, content: DROP_IN }],
    units: [
      {
        name: "givc-admin.socket",
        content: SOCKET,
        wantedBy: "sockets.target",
      },
    ],
  });
}

function startCaller(fleet: Fleet): Promise<Member> {
  return fleet.startMember({ name: "gui-vm", address: "192.168.101.3" });
}
