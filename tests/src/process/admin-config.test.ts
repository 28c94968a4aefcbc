/** The three places where givc-admin is told things, and which one counts. */

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { StatusService } from "@ghaf/api/proto/ghaf/status/v1/status";
import { createRpcClient } from "@ghaf/api/rpc";
import type { Finished } from "./program.ts";
import { startAdmin } from "./running-admin.ts";
import { ADMIN_PORT, type Machine, TestDevice } from "./test-device.ts";

let device: TestDevice;
let admin: Machine;
let listen: string;

before(async () => {
  device = await TestDevice.create();
  admin = await device.machine("admin-vm", 10);
  listen = `${admin.address}:${ADMIN_PORT}`;
});

after(() => device.close());

test("the file alone is enough", async () => {
  const config = await configFile("whole.json", {
    listen: [listen],
    useTls: true,
    caCert: admin.files.caCert,
    hostCert: admin.files.cert,
    hostKey: admin.files.key,
    sourceAddr: admin.address,
    stateDir: device.folder,
    vmStartTimeout: 5,
  });
  const program = device.start("givc-admin", ["--config", config]);
  await program.said("listening");
  assert.equal(program.stderr.includes("warning"), false, program.stderr);
  assert.equal((await program.stop()).code, 0);
});

/** A path of each kind that is not there: the error names the one that was believed. */
const inFile = { caCert: "/file", hostCert: "/file", hostKey: "/file" };
const inEnvironment = { CA_CERT: "/env", HOST_CERT: "/env", HOST_KEY: "/env" };
const inFlags = ["--ca-cert", "/f", "--host-cert", "/f", "--host-key", "/f"];

test("a flag wins over the environment, that over the file", async () => {
  const file = await configFile("paths.json", { listen: [listen], ...inFile });
  const config = ["--config", file, "--use-tls"];
  const env = inEnvironment;
  failed(await device.run("givc-admin", config), "cannot read /file: ");
  failed(await device.run("givc-admin", config, { env }), "cannot read /env: ");
  const all = [...config, ...inFlags];
  failed(await device.run("givc-admin", all, { env }), "cannot read /f: ");
});

test("an empty variable is one that is not set", async () => {
  const file = await configFile("empty.json", { listen: [listen], ...inFile });
  const args = ["--config", file, "--use-tls"];
  const env = { CA_CERT: "", HOST_CERT: "", HOST_KEY: "" };
  failed(await device.run("givc-admin", args, { env }), "cannot read /file: ");
});

test("switches follow the same order", async () => {
  const off = await configFile("off.json", { monitoring: false });
  const on = await configFile("on.json", { monitoring: true });
  const said = (value: "true" | "false") => ({ GIVC_MONITORING: value });
  assert.equal(await isMonitoring(["--config", off]), false);
  assert.equal(await isMonitoring(["--config", off], said("true")), true);
  assert.equal(await isMonitoring(["--config", on], said("false")), false);
  const flagged = ["--config", off, "--monitoring"];
  assert.equal(await isMonitoring(flagged, said("false")), true);
  assert.equal(await isMonitoring([]), true);
});

test("TLS is asked for by a variable or the file as by the flag", async () => {
  const env = { ...inEnvironment, TLS: "true" };
  const args = ["--listen", listen];
  failed(await device.run("givc-admin", args, { env }), "cannot read /env: ");
  const told = { listen: [listen], useTls: true, ...inFile };
  const config = ["--config", await configFile("tls.json", told)];
  failed(await device.run("givc-admin", config), "cannot read /file: ");
});

test("a file with wrong types names every field", async () => {
  const file = await configFile("types.json", {
    listen: "127.0.0.1:1",
    useTls: "yes",
    vmStartTimeout: -1,
    services: ["ok", 5],
  });
  const finished = await device.run("givc-admin", ["--config", file]);
  failed(finished, `givc-admin: ${file}: 4 problems:`);
  for (const line of [
    'listen: expected a list, got "127.0.0.1:1" (string)',
    'useTls: expected true or false, got "yes" (string)',
    "vmStartTimeout: expected a whole number",
    "services[1]: expected a string, got 5 (number)",
  ]) {
    assert.ok(finished.stderr.includes(`\n  ${line}`), finished.stderr);
  }
});

test("an unknown key is warned of with the nearest name", async () => {
  const file = await configFile("unknown.json", {
    listen: [listen],
    strictKeyMode: true,
    Monitoring: true,
  });
  const program = device.start("givc-admin", ["--config", file]);
  await program.said("listening");
  const { stderr } = await program.stop();
  assert.match(
    stderr,
    /^warning: strictKeyMode: unknown key, ignored; did you mean "strictKeyModes"\?/m,
  );
  assert.equal(stderr.includes("Monitoring"), false, "keys come in any case");
});

test("what only looks like a switch that protects is refused in the file too", async () => {
  for (const key of ["accessControl", "policyAdmin"]) {
    const told = { listen: [listen], [key]: true };
    const file = await configFile("protected.json", told);
    const finished = await device.run("givc-admin", ["--config", file]);
    failed(finished, "is not in this version");
  }
});

test("a file that cannot be read, or is no JSON, is named", async () => {
  const broken = device.path("broken.json");
  await writeFile(broken, '{"listen": [}');
  const folder = device.path("folder.json");
  await mkdir(folder, { recursive: true });
  const list = await configFile("list.json", []);
  const unusable = [
    ["/nowhere.json", "cannot read /nowhere.json: "],
    [folder, `cannot read ${folder}: `],
    [broken, `cannot read ${broken}: `],
    [list, `${list}: configuration: expected an object, got a list of 0`],
  ] as const;
  for (const [path, text] of unusable) {
    failed(await device.run("givc-admin", ["--config", path]), text);
  }
});

test("values are held to the same rules wherever they stand", async () => {
  const file = await configFile("host.json", {
    listen: [listen],
    hostAgent: "no host",
  });
  const finished = await device.run("givc-admin", ["--config", file]);
  assert.equal(finished.code, 2);
  assert.match(finished.stderr, /--host-agent: agent name "no host" must be/);
});

async function configFile(name: string, config: unknown): Promise<string> {
  const path = device.path(name);
  await writeFile(path, JSON.stringify(config));
  return path;
}

/** What a running admin says of itself. */
async function isMonitoring(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const running = await startAdmin(device, flags, { env });
  const operator = await device.machine("operator", 20);
  const transport = await device.dial(operator, running.server);
  const status = createRpcClient(StatusService, transport);
  const { warnings } = await status.getStatus({});
  await running.program.stop();
  return !warnings.some(({ code }) => code === "monitoring-off");
}

function failed(finished: Finished, text: string): void {
  assert.ok(finished.stderr.includes(text), finished.stderr);
  assert.equal(finished.code, 1);
}
