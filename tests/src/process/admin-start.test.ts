/** What keeps givc-admin from starting, and that it says so. */

import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Finished } from "./program.ts";
import { adminFlags, startAdmin, tlsFlags } from "./running-admin.ts";
import { ADMIN_PORT, type Machine, TestDevice } from "./test-device.ts";

const SEE_HELP = "; see givc-admin --help";

let device: TestDevice;
let admin: Machine;
let listen: readonly string[];

before(async () => {
  device = await TestDevice.create();
  admin = await device.machine("admin-vm", 10);
  listen = ["--listen", `${admin.address}:${ADMIN_PORT}`];
});

after(() => device.close());

test("without anything to listen on", async () => {
  const text = "there is nothing to listen on: use --listen";
  refused(await device.run("givc-admin", []), 1, text);
});

const MISTAKES: readonly (readonly [args: readonly string[], text: string])[] =
  [
    [["--lisen", "127.0.0.1:1"], "Unknown option '--lisen'"],
    [["--listen"], "'--listen <value>' argument missing"],
    [["--monitoring=yes"], "'--monitoring' does not take an argument"],
    [["127.0.0.1:9001"], "Unexpected argument '127.0.0.1:9001'"],
    [["--listen", "localhost:9001"], '--listen: address "localhost:9001"'],
    [["--listen", "127.0.0.1:70000"], "has no port between 0 and 65535"],
    [["--listen", "127.0.0.1"], "write ip:port, [v6]:port, /path, @name"],
    [["--listen", "::1:9001"], '--listen: address "::1:9001"'],
    [["--listen", "vsock:me:1"], "is no vsock address; write cid:port"],
    [["--listen", `/${"x".repeat(120)}`], "is longer than 107 bytes"],
  ];

for (const [args, text] of MISTAKES) {
  test(`a mistake on the command line: ${args.join(" ").slice(0, 40)}`, async () => {
    const finished = await device.run("givc-admin", args);
    refused(finished, 2, text);
    assert.ok(finished.stderr.endsWith(`${SEE_HELP}\n`), finished.stderr);
  });
}

test("values that no flag takes are refused by the flag's name", async () => {
  const wrong = [
    ["--vm-start-timeout", "0"],
    ["--vm-start-timeout", "soon"],
    ["--source-addr", "admin-vm"],
    ["--host-agent", "../host"],
  ] as const;
  for (const [flag, value] of wrong) {
    const args = [...listen, flag, value];
    refused(await device.run("givc-admin", args), 2, `${flag}: `);
    refused(await device.run("givc-admin", args), 2, JSON.stringify(value));
  }
});

test("access control and policies are refused, not ignored", async () => {
  const asked = [
    { args: ["--access-control"], flag: "--access-control" },
    { args: ["--policy-admin"], flag: "--policy-admin" },
    { env: { ACCESS_CONTROL: "true" }, flag: "--access-control" },
    { env: { POLICY_ADMIN: "true" }, flag: "--policy-admin" },
  ];
  for (const { args = [], env = {}, flag } of asked) {
    const all = [...listen, ...args];
    const finished = await device.run("givc-admin", all, { env });
    refused(finished, 1, `${flag} is not in this version`);
  }
});

test("an environment variable that is a switch says true or false", async () => {
  for (const name of ["TLS", "GIVC_MONITORING", "ACCESS_CONTROL"]) {
    const env = { [name]: "yes" };
    const finished = await device.run("givc-admin", listen, { env });
    refused(finished, 2, `${name}: "yes" is not true or false`);
  }
});

test("TLS without its files names the flag that is missing", async () => {
  const [useTls = "", ...files] = tlsFlags(admin);
  for (const missing of [0, 2, 4]) {
    const args = files.filter((_, index) => (index & ~1) !== missing);
    const finished = await device.run("givc-admin", [
      useTls,
      ...listen,
      ...args,
    ]);
    refused(finished, 2, `${files[missing]} is required with --use-tls`);
  }
});

test("TLS files that cannot be used are named", async () => {
  const other = await device.machine("other-vm", 11);
  const empty = device.path("empty.pem");
  await writeFile(empty, "");
  const folder = device.path("folder.pem");
  await mkdir(folder);
  const { files } = admin;
  const unusable = [
    [{ caCert: "/nowhere/ca.pem" }, "cannot read /nowhere/ca.pem: ENOENT"],
    [{ cert: "/nowhere/c.pem" }, "cannot read /nowhere/c.pem: ENOENT"],
    [{ key: "/nowhere/k.pem" }, "cannot read /nowhere/k.pem: ENOENT"],
    [{ cert: folder }, `cannot read ${folder}: EISDIR`],
    [{ caCert: empty }, `${empty} holds no PEM certificate`],
    [{ key: empty }, `${empty} holds no PEM private key`],
    [
      { key: other.files.key },
      `${other.files.key} is not the key of ${files.cert}`,
    ],
  ] as const;
  for (const [wrong, text] of unusable) {
    const flags = tlsFlags({ ...admin, files: { ...files, ...wrong } });
    const finished = await device.run("givc-admin", [...listen, ...flags]);
    refused(finished, 1, text);
  }
});

test("a key that others can read is warned of, and refused when told so", async () => {
  const key = device.path("open-key.pem");
  await copyFile(admin.files.key, key);
  await chmod(key, 0o644);
  const machine = { ...admin, files: { ...admin.files, key } };
  const flags = adminFlags(device, machine);
  const text = `private key ${key} has mode 0644: others than its owner may read it; chmod 0600`;
  const strict = [...flags, "--strict-key-modes"];
  refused(await device.run("givc-admin", strict), 1, text);
  const lenient = device.start("givc-admin", flags);
  await lenient.said("listening");
  assert.ok(lenient.stderr.includes(`warning: ${text}`), lenient.stderr);
  await lenient.stop();
});

test("an address that is in use, or of another machine, is named", async () => {
  const running = await startAdmin(device);
  const second = await device.run("givc-admin", [
    ...["--listen", `${admin.address}:${ADMIN_PORT}`],
  ]);
  const at = `${admin.address}:${ADMIN_PORT}`;
  refused(second, 1, `cannot listen on ${at}: the address is in use`);
  await running.client.queryList({});
  await running.program.stop();
  const away = await device.run("givc-admin", ["--listen", "192.0.2.1:9001"]);
  const text = "cannot listen on 192.0.2.1:9001: this machine does not have";
  refused(away, 1, text);
});

test("one address of several that cannot be had keeps it from starting", async () => {
  const good = device.path("good.sock");
  const args = ["--listen", good, "--listen", "192.0.2.1:9001"];
  refused(await device.run("givc-admin", args), 1, "192.0.2.1:9001");
});

test("help and version are asked for in any way, and need nothing else", async () => {
  for (const flag of ["--help", "-help", "-h"]) {
    const { code, stdout, stderr } = await device.run("givc-admin", [flag]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^givc-admin --listen ADDRESS/);
  }
  for (const flag of ["--version", "-version", "-V"]) {
    const { code, stdout, stderr } = await device.run("givc-admin", [flag]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^givc-admin \d+\.\d+\.\d+\n$/);
  }
});

test("flags take one dash, as Go's do", async () => {
  const flags = adminFlags(device, admin).map((word) =>
    word.replace(/^--/, "-"),
  );
  const program = device.start("givc-admin", flags);
  await program.said("listening");
  assert.equal((await program.stop()).code, 0);
});

/** It ended by itself, with that status, said why, and nothing else. */
function refused(finished: Finished, code: 1 | 2, text: string): void {
  const { stderr, stdout } = finished;
  assert.ok(stderr.includes(text), `${stderr}\ndoes not say: ${text}`);
  assert.equal(finished.code, code);
  assert.equal(stdout, "");
  const error = stderr.split("\n").filter((line) => !/^warning: /.test(line));
  assert.match(error.join("\n"), /^givc-admin: [^\n]+\n$/);
}
