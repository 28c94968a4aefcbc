import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { perform } from "./fake-io.ts";

const FOOT = {
  Name: "foot@0.service",
  Description: 'a "terminal"',
  VmStatus: "Paused",
  TrustLevel: "Warning",
  VmType: "AppVM",
  ServiceType: "App",
  VmName: "app-vm",
  AgentName: "givc-app-vm.service",
};
const HOST = {
  Name: "givc-ghaf-host.service",
  Description: "",
  VmStatus: "Running",
  TrustLevel: "Warning",
  VmType: "Host",
  ServiceType: "Mgr",
};
const VM = {
  Name: "microvm@app-vm.service",
  Description: "VM",
  VmStatus: "Running",
  TrustLevel: "Warning",
  VmType: "AppVM",
  ServiceType: "VM",
  VmName: "app-vm",
  AgentName: "microvm@app-vm.service",
};
const admin = { queryList: () => ({ List: [FOOT, HOST, VM] }) };

async function names(...argv: string[]): Promise<string[]> {
  const { stdout, stderr } = await perform({ argv, admin });
  assert.equal(stderr, "");
  return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
}

test("the JSON list is one line with the keys in their order", async () => {
  const { code, stdout } = await perform({
    argv: ["query-list", "--as-json"],
    admin: { queryList: () => ({ List: [FOOT, HOST] }) },
  });
  assert.equal(code, 0);
  assert.equal(
    stdout,
    '[{"name":"foot@0.service","description":"a \\"terminal\\"","status":"Paused","trust_level":"Warning","vm_type":"AppVM","service_type":"App","vm_name":"app-vm","agent_name":"givc-app-vm.service"},' +
      '{"name":"givc-ghaf-host.service","description":"","status":"Running","trust_level":"Warning","vm_type":"Host","service_type":"Mgr","vm_name":null,"agent_name":null}]\n',
  );
});

test("without --as-json the list is readable", async () => {
  const { stdout } = await perform({
    argv: ["query-list"],
    admin: { queryList: () => ({ List: [{ ...FOOT, VmStatus: "a\u001bb" }] }) },
  });
  assert.equal(
    stdout,
    `[
    QueryResult {
        name: "foot@0.service",
        description: "a \\"terminal\\"",
        status: "a\\u{1b}b",
        trust_level: Warning,
        vm_type: AppVM,
        service_type: App,
        vm_name: Some(
            "app-vm",
        ),
        agent_name: Some(
            "givc-app-vm.service",
        ),
    },
]
`,
  );
});

test("an empty list", async () => {
  const empty = { queryList: () => ({ List: [] }) };
  const json = await perform({ argv: ["query", "--as-json"], admin: empty });
  assert.equal(json.stdout, "[]\n");
  assert.equal(
    (await perform({ argv: ["query"], admin: empty })).stdout,
    "[]\n",
  );
});

test("query filters by type and by names, and by both", async () => {
  assert.deepEqual(await names("query", "--as-json"), [
    FOOT.Name,
    HOST.Name,
    VM.Name,
  ]);
  assert.deepEqual(await names("query", "--as-json", "--by-type", "14"), [
    FOOT.Name,
  ]);
  const two = ["--by-name", HOST.Name, "--by-name", VM.Name];
  assert.deepEqual(await names("query", "--as-json", ...two), [
    HOST.Name,
    VM.Name,
  ]);
  assert.deepEqual(await names("query", "--as-json", ...two, "--by-type=11"), [
    VM.Name,
  ]);
  assert.deepEqual(await names("query", "--as-json", "--by-name", "foot"), []);
});

for (const number of ["15", "-1", "one", "1.5", ""]) {
  test(`--by-type ${number} is a usage error`, async () => {
    const argv = ["query", "--by-type", number];
    const { code, stdout, connections } = await perform({ argv, admin });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.deepEqual(connections, []);
  });
}

const ensure = (...argv: string[]) =>
  perform({ argv: ["test", "ensure", ...argv], admin });

test("test ensure succeeds for a row of the right type and VM", async () => {
  const outcome = await ensure("--type", "11", "--vm", "app-vm", VM.Name);
  assert.deepEqual([outcome.code, outcome.stdout, outcome.stderr], [0, "", ""]);
  assert.equal((await ensure("--retry", "60", HOST.Name)).code, 0);
});

test("test ensure names what is wrong with the row", async () => {
  const type = await ensure("--type", "0", VM.Name);
  assert.equal(type.code, 1);
  assert.equal(
    type.stderr,
    `Error: ${VM.Name} registered with wrong type: AppVM/VM\n`,
  );
  const vm = await ensure("--vm", "net-vm", VM.Name);
  assert.equal(vm.code, 1);
  assert.equal(
    vm.stderr,
    `Error: ${VM.Name} registered with wrong VM: app-vm\n`,
  );
});

test("test ensure is content with one of several rows of a name", async () => {
  const rows = [{ ...VM, VmName: "net-vm" }, VM];
  const { code } = await perform({
    argv: ["test", "ensure", VM.Name, "--vm", "app-vm"],
    admin: { queryList: () => ({ List: rows }) },
  });
  assert.equal(code, 0);
});

/** Asks for a row that is there at the `appears`-th question. */
async function ensureLate(appears: number, ...argv: string[]) {
  let asked = 0;
  const waits: number[] = [];
  const outcome = await perform({
    argv: ["test", "ensure", VM.Name, ...argv],
    admin: {
      queryList: () => {
        asked += 1;
        // An admin that is not up yet is a try like any other.
        if (asked === 1) throw new RpcError("unavailable", "not up yet");
        return { List: asked >= appears ? [VM] : [] };
      },
    },
    io: {
      wait: async (ms) => {
        waits.push(ms);
      },
    },
  });
  return { ...outcome, asked, waits };
}

test("test ensure looks once per second until the row is there", async () => {
  const { code, asked, waits } = await ensureLate(4, "--retry", "60");
  assert.equal(code, 0);
  assert.equal(asked, 4);
  assert.deepEqual(waits, [1_000, 1_000, 1_000]);
});

test("test ensure gives up after its tries, 60 unless told otherwise", async () => {
  const few = await ensureLate(99, "--retry", "3");
  assert.deepEqual([few.code, few.asked], [1, 3]);
  assert.equal(few.stderr, `Error: ${VM.Name} not registered\n`);
  const many = await ensureLate(99);
  assert.deepEqual([many.code, many.asked], [1, 60]);
});

test("test ensure with one try at an absent admin says so", async () => {
  const { code, stderr } = await ensureLate(99, "--retry", "1");
  assert.equal(code, 1);
  assert.equal(
    stderr,
    "Error: not up yet\n\nthe admin asked was admin-vm at 127.0.0.1:9001\n",
  );
});

test("test ensure ends at once when it is denied", async () => {
  let asked = 0;
  const { code, stderr } = await perform({
    argv: ["test", "ensure", "x"],
    admin: {
      queryList: () => {
        asked += 1;
        throw new RpcError("permission-denied", "not for you");
      },
    },
  });
  assert.deepEqual([code, asked], [1, 1]);
  assert.equal(stderr, "Error: not for you\n");
});
