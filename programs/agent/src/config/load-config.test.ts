import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AgentError } from "../errors.ts";
import { loadConfigEnvironment, loadConfigFile } from "./load-config.ts";

let directory = "";
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "ghaf-config-"));
});
after(() => rm(directory, { recursive: true }));

async function fileWith(text: string): Promise<string> {
  const path = join(directory, "config.json");
  await writeFile(path, text);
  return path;
}

async function refusal(path: string): Promise<string> {
  try {
    await loadConfigFile(path);
  } catch (error) {
    assert.ok(error instanceof AgentError);
    assert.equal(error.code, "configuration");
    return error.message;
  }
  return assert.fail("was accepted");
}

const ADMIN = { name: "admin-vm", addr: "10.0.0.1", port: "9001" };
const AGENT = { name: "net-vm", addr: "10.0.0.2", port: "9000" };
const TODAY = {
  identity: { name: "net-vm", type: 8, subType: 9 },
  network: { admin: { transport: ADMIN }, agent: { transport: AGENT } },
  capabilities: { services: ["a.service"] },
};
const THEN = {
  ...AGENT,
  admin: ADMIN,
  tls: { enable: false },
  services: ["a.service"],
};

test("a file in today's form", async () => {
  const loaded = await loadConfigFile(await fileWith(JSON.stringify(TODAY)));
  assert.equal(loaded.config.identity.unit, "givc-net-vm.service");
  assert.deepEqual([loaded.notice, loaded.debug], [undefined, false]);
});

test("a file in the form of 2024 comes with its translation", async () => {
  const path = await fileWith(JSON.stringify({ ...THEN, debug: true }));
  const { config, notice = "", debug } = await loadConfigFile(path);
  assert.deepEqual([...config.units], [["a.service", 9]]);
  assert.equal(debug, true);
  assert.ok(notice.startsWith(`${path}: read in the form of 2024`), notice);
});

test("the environment of 2024, when its variables are set", () => {
  const variables = {
    NAME: "net-vm",
    ADDR: "10.0.0.2",
    PORT: "9000",
    ADMIN_SERVER_NAME: "admin-vm",
    ADMIN_SERVER_ADDR: "10.0.0.1",
    ADMIN_SERVER_PORT: "9001",
    TLS: "false",
    SERVICES: "a.service",
  };
  const loaded = loadConfigEnvironment(variables);
  assert.deepEqual([...(loaded?.config.units ?? [])], [["a.service", 9]]);
  assert.equal(loadConfigEnvironment({ NAME: "my-laptop" }), undefined);
  assert.throws(() => loadConfigEnvironment({ ...variables, PORT: "x" }), {
    name: "AgentError",
    code: "configuration",
    message: /network\.agent\.transport\.port: expected a port number/,
  });
});

test("a file that is not there, and one that is no file", async () => {
  const missing = join(directory, "missing.json");
  assert.equal(
    await refusal(missing),
    `configuration file ${missing} does not exist`,
  );
  assert.equal(
    await refusal(directory),
    `configuration file ${directory} is a directory`,
  );
});

test("text that is not JSON is shown where", async () => {
  const path = await fileWith('{\n  "identity": {\n    name: "x"\n  }\n}');
  assert.equal(
    await refusal(path),
    `configuration file ${path} is not JSON: line 3, column 5: expected a name in double quotes or }`,
  );
});

test("a file that is too large", async () => {
  const path = await fileWith(" ".repeat(4 * 1024 * 1024 + 1));
  assert.match(await refusal(path), /is larger than 4194304 bytes$/);
});

test("mistakes in the configuration, all at once", async () => {
  const path = await fileWith('{"identity": {"name": 5}, "network": []}');
  assert.equal(
    await refusal(path),
    `${path}: 2 problems:\n` +
      '  identity.name: expected a string, got 5 (number); put it in quotes: "5"\n' +
      "  network: expected an object, got a list of 0",
  );
});
