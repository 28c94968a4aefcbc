/** What an agent refuses to somebody with a good certificate: names, arguments, paths out of their folders. */

import assert from "node:assert/strict";
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { LocaleClient, LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import { createRpcClient } from "@ghaf/api/rpc";
import { HOSTILE, refused, unit } from "./hostile-names.ts";
import { type RunningAgent, startAgent } from "./running-agent.ts";
import {
  AGENT_PORT,
  type Machine,
  TestDevice,
  tcpServer,
} from "./test-device.ts";
import { until } from "./until.ts";

const UNIT = "sync.service";
const INVALID = "cannot start application: invalid application argument: ";

let device: TestDevice;
let agent: RunningAgent;
let appVm: Machine;
let documents: string;

before(async () => {
  device = await TestDevice.create();
  appVm = await device.machine("app-vm", 5);
  documents = device.path("documents");
  await mkdir(documents);
  await mkdir(`${documents}-private`);
  // Runs for as long as it is let, with whatever files it is given.
  const command = "tail -F";
  const applications = [
    {
      name: "viewer",
      command,
      args: ["flag", "url", "file"],
      directories: [documents],
    },
    { name: "plain", command },
  ];
  const capabilities = { applications, services: [UNIT] };
  const units = [{ name: UNIT, command: ["sleep", "4741"] }];
  const parts = { machine: appVm, type: 12, capabilities, units };
  agent = await startAgent(device, parts);
});

/** Whatever was asked, nothing was started, and the agent answers. */
afterEach(async () => {
  const { UnitStatus } = await agent.client.getUnitStatus({ UnitName: UNIT });
  assert.equal(UnitStatus?.ActiveState, "inactive");
  await until("the end of what was started", () => {
    return !device.processes().some(({ args }) => args[0] === "tail");
  });
});

after(async () => {
  const { code, stderr } = await agent.program.stop();
  assert.equal(code, 0, stderr);
  assert.equal(stderr.includes("fault of this agent"), false, stderr);
  await device.close();
});

test("the agent's unit verbs", async () => {
  const { client } = agent;
  for (const name of Object.values(HOSTILE)) {
    const UnitName = unit(name);
    const text = "incorrect input, must be unit name: ";
    for (const [verb, call] of [
      ["start", client.startUnit({ UnitName })],
      ["stop", client.stopUnit({ UnitName })],
      ["kill", client.killUnit({ UnitName })],
      ["freeze", client.freezeUnit({ UnitName })],
      ["unfreeze", client.unfreezeUnit({ UnitName })],
    ] as const) {
      await refused(call, "invalid-argument", `cannot ${verb} unit: ${text}`);
    }
    const asked = client.getUnitStatus({ UnitName });
    await refused(asked, "not-found", "error fetching unit status: ");
  }
});

test("the agent's applications", async () => {
  const { client } = agent;
  for (const name of Object.values(HOSTILE)) {
    const unknown = client.startApplication({ UnitName: unit(name) });
    await refused(unknown, "not-found", "application not found in manifest: ");
    const UnitName = `viewer@${name}.service`;
    const wrong = client.startApplication({ UnitName });
    const text = "cannot start application: failure parsing application name";
    await refused(wrong, "invalid-argument", text);
  }
});

test("the agent's locale and time zone", async () => {
  const from = await device.machine("admin-vm", 10);
  const transport = await device.dial(from, tcpServer(appVm, AGENT_PORT));
  const client = createRpcClient(LocaleClient, transport);
  for (const value of Object.values(HOSTILE)) {
    const assignments = [{ key: LocaleMacroKey.LANG, value }];
    const locale = client.localeSet({ assignments });
    await refused(locale, "invalid-argument", "cannot set locale: LANG: ");
    const timezone = client.timezoneSet({ Timezone: value });
    await refused(timezone, "invalid-argument", "cannot set timezone: ");
  }
});

test("units that exist but are not this caller's to touch", async () => {
  const transport = await device.dial(appVm, tcpServer(appVm, AGENT_PORT));
  const client = createRpcClient(UnitControlService, transport);
  for (const UnitName of ["sshd.service", "microvm@x.service", "init.scope"]) {
    const text = "cannot start unit: unit is not whitelisted";
    await refused(client.startUnit({ UnitName }), "permission-denied", text);
  }
});

test("arguments that are of no allowed kind", async () => {
  const wrong = [
    "",
    "-",
    "--flag=value",
    "-f value",
    "word",
    "javascript:alert(1)",
    "http://user:secret@host/",
    "http://host name/",
    "https://",
    `https://host/${"x".repeat(3_000)}`,
    "a\nb",
    "--fla\0g",
    "$(reboot)",
  ];
  for (const argument of wrong) {
    await refused(launch("viewer", [argument]), "invalid-argument", INVALID);
    const second = launch("viewer", ["--fine", argument]);
    await refused(second, "invalid-argument", INVALID);
  }
});

test("arguments for an application that takes none", async () => {
  for (const argument of ["--help", "https://example.org/", "/etc/passwd"]) {
    await refused(launch("plain", [argument]), "invalid-argument", INVALID);
  }
});

test("paths out of their folder", async () => {
  const outside = device.path("documents-private", "secret.txt");
  await writeFile(outside, "secret");
  await writeFile(`${documents}/good.txt`, "good");
  await symlink(outside, `${documents}/link.txt`);
  await symlink(`${documents}-private`, `${documents}/folder`);
  await symlink("good.txt", `${documents}/inner.txt`);
  const wrong = [
    outside,
    `${documents}/../documents-private/secret.txt`,
    `${documents}/./good.txt`,
    `${documents}//good.txt`,
    `${documents}/link.txt`,
    `${documents}/folder/secret.txt`,
    `${documents}/nothing.txt`,
    "documents/good.txt",
    "/etc/passwd",
    `file://${documents}/good.txt`,
  ];
  for (const path of wrong) {
    await refused(launch("viewer", [path]), "invalid-argument", INVALID);
  }
});

test("a link that is changed after the check does not change what the program is given", async () => {
  const first = `${documents}/first.txt`;
  await writeFile(first, "first");
  await symlink(first, `${documents}/swapped.txt`);
  await symlink("/etc/passwd", `${documents}/evil.txt`);
  const { UnitStatus } = await launch("viewer", [`${documents}/swapped.txt`]);
  await rename(`${documents}/evil.txt`, `${documents}/swapped.txt`);
  assert.equal(UnitStatus?.ActiveState, "active");
  const started = device.processes().find(({ args }) => args[0] === "tail");
  assert.ok(started?.args.includes(first), `${started?.args}`);
  await agent.client.stopUnit({ UnitName: "viewer@0.service" });
});

function launch(application: string, Args: readonly string[]) {
  const UnitName = `${application}@0.service`;
  return agent.client.startApplication({ UnitName, Args: [...Args] });
}
