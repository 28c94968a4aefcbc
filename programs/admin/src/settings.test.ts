/** The command line, the environment and the file: which wins, and what is refused with which status. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AdminConfigSchema } from "@ghaf/api/proto/ghaf/config/v1/admin_config";
import { AdminError } from "./errors.ts";
import { parseFlags } from "./flags.ts";
import { resolveSettings } from "./settings.ts";
import { VERSION } from "./version.ts";

type Environment = Record<string, string | undefined>;

function settings(
  argv: readonly string[],
  environment: Environment = {},
  file?: Parameters<typeof create<typeof AdminConfigSchema>>[1],
) {
  const command = parseFlags(argv);
  assert.equal(command.kind, "run");
  return resolveSettings({
    flags: command.flags,
    environment,
    file: file && create(AdminConfigSchema, file),
  });
}

function refused(code: "usage" | "start", message: RegExp) {
  return (error: unknown) =>
    error instanceof AdminError &&
    error.code === code &&
    message.test(error.message);
}

const LISTEN = ["--listen", "127.0.0.1:9001"];
const PATHS = ["--ca-cert", "ca", "--host-cert", "cert", "--host-key", "key"];

test("the defaults", () => {
  assert.deepEqual(settings(LISTEN), {
    listen: [{ kind: "tcp", host: "127.0.0.1", port: 9001 }],
    tls: undefined,
    hostAgent: "ghaf-host",
    sourceAddress: undefined,
    vmStartTimeoutMs: 60_000,
    allowUnboundRegistration: false,
    monitoring: true,
    stateDir: "/etc",
  });
});

test("listeners of every form, several at once", () => {
  const forms = ["[::1]:9001", "unix:/run/a", "@name", "vsock:host:9", "-"];
  const argv = forms.flatMap((form) => ["--listen", form]);
  const kinds = settings(argv).listen.map((address) => address.kind);
  assert.deepEqual(kinds, ["tcp", "unix", "abstract", "vsock", "stdio"]);
});

test("one dash will do, and short letters stay short", () => {
  const argv = [
    "-listen",
    "/run/a",
    "-use-tls",
    ...PATHS,
    "-state-dir=/var/lib/ghaf",
  ];
  const found = settings(argv);
  assert.equal(found.tls?.caCert, "ca");
  assert.equal(found.stateDir, "/var/lib/ghaf");
  assert.deepEqual(parseFlags(["-h"]), { kind: "help" });
  assert.deepEqual(parseFlags(["--version"]), { kind: "version" });
});

test("a flag wins over the environment, the environment over the file", () => {
  const file = { hostAgent: "from-file", vmStartTimeout: 7, stateDir: "/file" };
  const environment = { GIVC_HOST_AGENT: "from-env" };
  const both = settings(LISTEN, environment, file);
  assert.equal(both.hostAgent, "from-env");
  assert.equal(both.vmStartTimeoutMs, 7_000);
  assert.equal(both.stateDir, "/file");
  const argv = [...LISTEN, "--host-agent", "from-flag"];
  assert.equal(settings(argv, environment, file).hostAgent, "from-flag");
  assert.equal(settings([], {}, { listen: ["/run/f"] }).listen.length, 1);
});

test("TLS by environment, as the service unit of the reference sets it", () => {
  const environment = {
    TLS: "true",
    CA_CERT: "/a",
    HOST_CERT: "/b",
    HOST_KEY: "/c",
    GIVC_MONITORING: "false",
    TYPE: "4",
    SUBTYPE: "5",
    NAME: "admin-vm",
    SERVICES: "a,b",
    POLICY_STORE: "/etc/policies",
  };
  const found = settings(LISTEN, environment);
  assert.deepEqual(found.tls, {
    caCert: "/a",
    cert: "/b",
    key: "/c",
    minVersion: "TLSv1.3",
    strictKeyModes: false,
  });
  assert.equal(found.monitoring, false);
  assert.equal(
    settings([...LISTEN, "--monitoring"], environment).monitoring,
    true,
  );
});

test("TLS 1.2 and strict keys can be asked for", () => {
  const argv = [...LISTEN, "--use-tls", ...PATHS];
  const tls = settings([
    ...argv,
    "--tls-min-version",
    "1.2",
    "--strict-key-modes",
  ]).tls;
  assert.equal(tls?.minVersion, "TLSv1.2");
  assert.equal(tls.strictKeyModes, true);
});

test("what is wrong is named, and is a matter of usage", () => {
  const cases: [readonly string[], Environment, RegExp][] = [
    [["--lisen", "x"], {}, /--lisen/],
    [["stray"], {}, /stray/],
    [["--listen"], {}, /--listen/],
    [["--listen", "localhost:9001"], {}, /--listen: address "localhost:9001"/],
    [[...LISTEN, "--use-tls"], {}, /--ca-cert is required with --use-tls/],
    [
      [...LISTEN, "--use-tls", "--ca-cert", "a", "--host-cert", "b"],
      { HOST_KEY: "" },
      /--host-key is required/,
    ],
    [LISTEN, { TLS: "yes" }, /TLS: "yes" is not true or false/],
    [LISTEN, { GIVC_MONITORING: "0" }, /GIVC_MONITORING: "0"/],
    [LISTEN, { ACCESS_CONTROL: "" }, /ACCESS_CONTROL: ""/],
    [[...LISTEN, "--vm-start-timeout", "0"], {}, /--vm-start-timeout: "0"/],
    [LISTEN, { GIVC_VM_START_TIMEOUT: "1m" }, /--vm-start-timeout: "1m"/],
    [[...LISTEN, "--source-addr", "eth0"], {}, /--source-addr: "eth0"/],
    [[...LISTEN, "--host-agent", "a/b"], {}, /--host-agent: /],
    [
      [...LISTEN, "--use-tls", ...PATHS, "--tls-min-version", "1.1"],
      {},
      /--tls-min-version: "1.1"/,
    ],
  ];
  for (const [argv, environment, message] of cases) {
    assert.throws(
      () => settings(argv, environment),
      refused("usage", message),
      argv.join(" "),
    );
  }
});

test("nothing to listen on is a start-up error", () => {
  assert.throws(() => settings([]), refused("start", /--listen/));
});

test("what is not built is refused, however it is asked for", () => {
  const text = /^--(access-control|policy-admin) is not in this version$/;
  const refuse = refused("start", text);
  for (const flag of ["--access-control", "--policy-admin"]) {
    assert.throws(() => settings([...LISTEN, flag]), refuse);
  }
  for (const variable of ["ACCESS_CONTROL", "POLICY_ADMIN"]) {
    assert.throws(() => settings(LISTEN, { [variable]: "true" }), refuse);
    settings(LISTEN, { [variable]: "false" });
  }
  assert.throws(() => settings(LISTEN, {}, { accessControl: true }), refuse);
  assert.throws(() => settings(LISTEN, {}, { policyAdmin: true }), refuse);
});

test("the version is the package's", () => {
  const text = readFileSync(
    new URL("../package.json", import.meta.url),
    "utf8",
  );
  assert.equal(JSON.parse(text).version, VERSION);
});
