import assert from "node:assert/strict";
import { test } from "node:test";
import type { CredentialFiles } from "./credentials.ts";
import type { Environment } from "./environment.ts";
import type { ConnectionFlags } from "./flags.ts";
import { resolveConnection } from "./resolve.ts";

const IN = (folder: string) =>
  ["ca-cert.pem", "cert.pem", "key.pem"].map((file) => `${folder}/${file}`);
const RUN = IN("/run/givc");
const ETC = IN("/etc/givc");

/** A file system with those files; of others it says why not. */
function having(...paths: readonly string[]): CredentialFiles {
  return {
    unreadable: (path) => (paths.includes(path) ? undefined : "no such file"),
  };
}

function resolve(
  flags: ConnectionFlags,
  env: Environment = {},
  files = having(...RUN, ...ETC),
) {
  return resolveConnection(flags, env, files);
}

test("nothing given: the admin of this machine, with the machine's certificates", () => {
  assert.deepEqual(resolve({}), {
    target: {
      endpoint: { kind: "tcp", host: "127.0.0.1", port: 9001 },
      serverName: "admin-vm",
    },
    tls: {
      caCert: "/run/givc/ca-cert.pem",
      cert: "/run/givc/cert.pem",
      key: "/run/givc/key.pem",
    },
    sourceAddress: undefined,
  });
});

test("flags win over the environment, and an empty variable is not set", () => {
  const env = {
    GIVC_ADDR: "192.0.2.1",
    GIVC_PORT: "9002",
    GIVC_NAME: "env-vm",
    GIVC_BIND: "192.0.2.7",
    GIVC_NO_TLS: "true",
  };
  assert.deepEqual(resolve({}, env), {
    target: {
      endpoint: { kind: "tcp", host: "192.0.2.1", port: 9002 },
      serverName: "env-vm",
    },
    tls: undefined,
    sourceAddress: "192.0.2.7",
  });
  const flags = { addr: "::1", port: "1", name: "a", bind: "::2" };
  const { target, sourceAddress } = resolve(flags, env);
  assert.deepEqual(target, {
    endpoint: { kind: "tcp", host: "::1", port: 1 },
    serverName: "a",
  });
  assert.equal(sourceAddress, "::2");
  const empty = Object.fromEntries(Object.keys(env).map((key) => [key, ""]));
  assert.deepEqual(resolve({}, empty), resolve({}));
});

test("--vsock overrides address and port, --bind then says nothing", () => {
  const flags = { vsock: "host:9001", addr: "x y", port: "0" };
  const { target, sourceAddress } = resolve(flags, { GIVC_BIND: "192.0.2.7" });
  assert.deepEqual(target.endpoint, { kind: "vsock", cid: 2, port: 9001 });
  assert.equal(sourceAddress, undefined);
  const local = resolve({ vsock: "local:1" }).target.endpoint;
  assert.deepEqual(local, { kind: "vsock", cid: 1, port: 1 });
});

test("--addr may be a socket of this machine", () => {
  for (const [addr, endpoint] of [
    ["/run/admin.sock", { kind: "unix", path: "/run/admin.sock" }],
    ["unix:admin.sock", { kind: "unix", path: "admin.sock" }],
    ["@admin", { kind: "abstract", name: "admin" }],
  ] as const) {
    assert.deepEqual(resolve({ addr, port: "x" }).target.endpoint, endpoint);
  }
});

const WRONG: readonly (readonly [ConnectionFlags, Environment, string])[] = [
  [{ port: "0" }, {}, '--port "0" is not a number from 1 to 65535'],
  [{ port: "65536" }, {}, '--port "65536" is not a number from 1 to 65535'],
  [
    {},
    { GIVC_PORT: "9001x" },
    '--port "9001x" is not a number from 1 to 65535',
  ],
  [
    { addr: "a b" },
    {},
    '--addr: address "a b" is neither an IP address nor a host name',
  ],
  [{ addr: "@" }, {}, '--addr: address "" is no abstract socket name'],
  [{ name: "a/b" }, {}, '--name "a/b" is no server name'],
  [{ name: "" }, {}, '--name "" is no server name'],
  [
    { vsock: "two:1" },
    {},
    '--vsock: address "two:1" is no vsock address; write cid:port',
  ],
  [{ bind: "eth0" }, {}, '--bind "eth0" is no IP address'],
  [{}, { GIVC_NO_TLS: "1" }, 'GIVC_NO_TLS "1" is neither true nor false'],
  [{}, { GIVC_NO_TLS: "TRUE" }, 'GIVC_NO_TLS "TRUE" is neither true nor false'],
];

for (const [flags, env, message] of WRONG) {
  test(`usage: ${message}`, () => {
    assert.throws(() => resolve(flags, env), { code: "usage", message });
  });
}

test("TLS stays on unless the flag or the word true says otherwise", () => {
  assert.equal(
    resolve({ notls: true }, { GIVC_NO_TLS: "false" }).tls,
    undefined,
  );
  assert.notEqual(resolve({}, { GIVC_NO_TLS: "false" }).tls, undefined);
});

test("without TLS no certificate is looked for", () => {
  const { tls } = resolve({ notls: true, cert: "/nowhere" }, {}, having());
  assert.equal(tls, undefined);
});

test("/etc/givc when /run/givc has not all of them: one folder for all", () => {
  const partly = having("/run/givc/ca-cert.pem", "/run/givc/cert.pem", ...ETC);
  assert.deepEqual(resolve({}, {}, partly).tls, {
    caCert: "/etc/givc/ca-cert.pem",
    cert: "/etc/givc/cert.pem",
    key: "/etc/givc/key.pem",
  });
});

test("given files stay, the others come from the machine's folder", () => {
  const files = having("/a", "/b", "/run/givc/ca-cert.pem");
  const env = { GIVC_HOST_CERT: "/a", GIVC_HOST_KEY: "/z" };
  assert.deepEqual(resolve({ key: "/b" }, env, files).tls, {
    caCert: "/run/givc/ca-cert.pem",
    cert: "/a",
    key: "/b",
  });
});

test("missing certificates name their flags, variables and where they were looked for", () => {
  assert.throws(() => resolve({ cert: "/a" }, {}, having("/a", ...IN("/x"))), {
    code: "configuration",
    message: "missing --cacert FILE, --key FILE",
    causes: [
      "cannot read /run/givc/ca-cert.pem: no such file",
      "cannot read /etc/givc/ca-cert.pem: no such file",
    ],
    hints: [
      "give files on the command line, or set GIVC_CA_CERT, GIVC_HOST_KEY",
      "for an admin that runs without TLS: --notls",
    ],
  });
});

test("a given file that cannot be read names the flag or the variable it came from", () => {
  assert.throws(() => resolve({ key: "/k" }), {
    code: "configuration",
    message: "--key: cannot read /k: no such file",
  });
  assert.throws(() => resolve({}, { GIVC_CA_CERT: "/c" }), {
    code: "configuration",
    message: "GIVC_CA_CERT (--cacert): cannot read /c: no such file",
  });
});
