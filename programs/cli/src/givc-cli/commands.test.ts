import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { type AdminHandlers, perform } from "./fake-io.ts";

const DONE = { CmdStatus: "Command successful.", AppStatus: "" };

test("stop, pause and resume say nothing and name their unit", async () => {
  const asked: string[] = [];
  const admin = Object.fromEntries(
    ["stopApplication", "pauseApplication", "resumeApplication"].map((rpc) => [
      rpc,
      ({ AppName, VmName }: { AppName: string; VmName?: string }) => {
        asked.push(`${rpc} ${AppName} ${VmName}`);
        return DONE;
      },
    ]),
  );
  for (const argv of [
    ["stop", "app", "foot@0.service"],
    ["pause", "foot@0.service"],
    ["resume", "foot@0.service"],
  ]) {
    const { code, stdout, stderr } = await perform({ argv, admin });
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  }
  assert.deepEqual(asked, [
    "stopApplication foot@0.service undefined",
    "pauseApplication foot@0.service undefined",
    "resumeApplication foot@0.service undefined",
  ]);
});

test("stop service", async () => {
  const asked: string[] = [];
  const { code, stdout } = await perform({
    argv: ["stop", "service", "host-test.service", "--vm", "ghaf-host"],
    admin: {
      stopService: ({ ServiceName, VmName }) => {
        asked.push(ServiceName, VmName);
        return DONE;
      },
    },
  });
  assert.deepEqual([code, stdout], [0, ""]);
  assert.deepEqual(asked, ["host-test.service", "ghaf-host"]);
});

for (const verb of ["reboot", "poweroff", "suspend"] as const) {
  test(verb, async () => {
    let asked = 0;
    const answer = () => {
      asked += 1;
      return {};
    };
    const admin = { [verb]: answer };
    const { code, stdout, stderr } = await perform({ argv: [verb], admin });
    assert.deepEqual([code, stdout, stderr, asked], [0, "", "", 1]);
  });
}

test("wakeup prints what the admin says", async () => {
  const { code, stderr } = await perform({
    argv: ["wakeup"],
    admin: {
      wakeup: () => {
        throw new RpcError("unimplemented", "Not supported");
      },
    },
  });
  assert.deepEqual([code, stderr], [1, "Error: Not supported\n"]);
});

for (const argv of [
  ["update", "list"],
  ["update", "cachix", "pin"],
  ["notify-user", "gui-vm"],
  ["ctap", "op"],
]) {
  test(`${argv.join(" ")} prints the text of an admin that lacks it`, async () => {
    const { code, stdout, stderr } = await perform({ argv });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^Error: \w+: not in this version\n$/);
  });
}

test("get-status is debug notation without newline", async () => {
  const { code, stdout } = await perform({
    argv: ["get-status", "gui-vm", "multi-user.target"],
    admin: {
      getUnitStatus: ({ VmName, UnitName }) => ({
        Name: UnitName,
        Description: `of ${VmName}`,
        LoadState: "loaded",
        ActiveState: "active",
        SubState: "active",
        Path: "/org/freedesktop/systemd1/unit/x",
        FreezerState: "running",
      }),
    },
  });
  assert.equal(code, 0);
  assert.equal(
    stdout,
    'UnitStatus { name: "multi-user.target", description: "of gui-vm", load_state: "loaded", active_state: "active", sub_state: "active", path: "/org/freedesktop/systemd1/unit/x", freezer_state: "running" }',
  );
});

test("get-stats is one line of debug notation", async () => {
  const { stdout } = await perform({
    argv: ["get-stats", "app-vm"],
    admin: {
      getStats: () => ({
        Memory: { Total: 8_000n, Free: 1n, Available: 2n, Cached: 3n },
        Load: { Load1Min: 0.1, Load5Min: 2, Load15Min: 0.25 },
        Process: {
          CpuProcesses: [
            { Name: "foot", User: 12.5, Sys: 0, ResSetSize: 1_024n },
          ],
          TotalCycles: 18_446_744_073_709_551_615n,
        },
      }),
    },
  });
  assert.equal(
    stdout,
    'StatsResponse { memory: Some(MemoryStats { total: 8000, free: 1, available: 2, cached: 3 }), load: Some(LoadStats { load1_min: 0.1, load5_min: 2.0, load15_min: 0.25 }), process: Some(ProcessStats { cpu_processes: [ProcessStat { name: "foot", user: 12.5, sys: 0.0, res_set_size: 1024 }], mem_processes: [], total: 0, running: 0, user_cycles: 0, sys_cycles: 0, total_cycles: 18446744073709551615 }) }\n',
  );
  const empty = await perform({
    argv: ["get-stats", "app-vm"],
    admin: { getStats: () => ({}) },
  });
  assert.equal(
    empty.stdout,
    "StatsResponse { memory: None, load: None, process: None }\n",
  );
});

test("sysinfo is three lines", async () => {
  const info = (facts: { SecureBoot?: boolean; DiskEncrypted?: boolean }) =>
    perform({
      argv: ["sysinfo"],
      admin: { sysinfo: () => ({ GhafVersion: "25.12.1\n", ...facts }) },
    });
  assert.equal(
    (await info({ SecureBoot: true, DiskEncrypted: false })).stdout,
    "Ghaf Version: 25.12.1\nSecure Boot: enabled\nDisk Encryption: disabled\n",
  );
  assert.equal(
    (await info({})).stdout,
    "Ghaf Version: 25.12.1\nSecure Boot: unknown\nDisk Encryption: unknown\n",
  );
});

test("set-locale and set-timezone", async () => {
  const asked: unknown[] = [];
  const admin: AdminHandlers = {
    setLocale: ({ assignments }) => {
      asked.push(assignments.map(({ key, value }) => [key, value]));
      return {};
    },
    setTimezone: ({ Timezone }) => {
      asked.push(Timezone);
      return {};
    },
  };
  for (const argv of [
    ["set-locale", "en_US.UTF-8"],
    ["set-locale", "LANG=C", "LC_TIME=fi_FI@euro.UTF-8"],
    ["set-timezone", "UTC"],
  ]) {
    const { code, stdout, stderr } = await perform({ argv, admin });
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  }
  assert.deepEqual(asked, [
    [[0, "en_US.UTF-8"]],
    [
      [0, "C"],
      [12, "fi_FI@euro.UTF-8"],
    ],
    "UTC",
  ]);
});

test("set-locale refuses without asking the admin", async () => {
  const none = await perform({ argv: ["set-locale"] });
  assert.equal(none.code, 2);
  const bad = await perform({ argv: ["set-locale", "LANG=; whoami"] });
  assert.equal(bad.code, 2);
  assert.equal(bad.stderr, 'Error: LANG: "; whoami" is no locale\n');
  assert.deepEqual([...none.connections, ...bad.connections], []);
});

test("notify-user: defaults, and the sender's host name in the event", async () => {
  const asked: unknown[] = [];
  const admin: AdminHandlers = {
    notifyUser: ({ VmName, Notification }) => {
      const { Event, Title, Urgency, Icon, Message } = { ...Notification };
      asked.push([VmName, Event, Title, Urgency, Icon, Message]);
      return { Status: "Notification sent" };
    },
  };
  const plain = await perform({ argv: ["notify-user", "gui-vm"], admin });
  assert.equal(plain.stdout, 'Status { status: "Notification sent" }');
  await perform({
    argv: [
      "notify-user",
      "gui-vm",
      "--event=e",
      "--title=VM Test Alert",
      "--urgency=CRITICAL",
      "--icon=i",
      "--message=m",
    ],
    admin,
  });
  assert.deepEqual(asked, [
    [
      "gui-vm",
      "[gui-vm] Default Event",
      "Default Title",
      1,
      "dialog-information",
      "(no message)",
    ],
    ["gui-vm", "[gui-vm] e", "VM Test Alert", 2, "i", "m"],
  ]);
});

test("ctap: stdin to its end goes in, the answer comes out as it is", async () => {
  const asked: unknown[] = [];
  const admin: AdminHandlers = {
    ctap: ({ Req, Args, Payload }) => {
      asked.push([Req, Args]);
      return { Output: Payload };
    },
  };
  const stdin = ["first ", "second"];
  const outcome = await perform({ argv: ["ctap", "op+a+b"], stdin, admin });
  assert.deepEqual([outcome.code, outcome.stdout], [0, "first second"]);
  await perform({ argv: ["ctap", "op"], admin });
  assert.deepEqual(asked, [
    ["op", ["a+b"]],
    ["op", []],
  ]);
});

test("ctap refuses more than a message holds", async () => {
  const stdin = [..."12345"].map((digit) => digit.repeat(1_024 * 1_024));
  const { code, stderr, connections } = await perform({
    argv: ["ctap", "op"],
    stdin,
  });
  assert.equal(code, 1);
  assert.match(stderr, /^Error: more than \d+ bytes on standard input\n$/);
  assert.deepEqual(connections, []);
});

test("update list is one line of debug notation", async () => {
  const { stdout } = await perform({
    argv: ["update", "list"],
    admin: {
      listGenerations: () => ({
        List: [
          {
            Generation: 7,
            Date: "2026-08-01",
            NixosVersion: "25.11",
            KernelVersion: "6.12",
            ConfigurationRevision: "unknown",
            Specialisations: ["a"],
            Current: true,
            StorePath: "/nix/store/x",
          },
        ],
      }),
    },
  });
  assert.equal(
    stdout,
    '[Generation { generation: 7, date: "2026-08-01", nixos_version: "25.11", kernel_version: "6.12", configuration_revision: "unknown", specialisations: ["a"], current: true, store_path: "/nix/store/x" }]\n',
  );
});

test("update cachix: output to stderr, nothing to stdout, the token nowhere", async () => {
  const asked: unknown[] = [];
  const scene = (argv: string[], env = {}) =>
    perform({
      argv: ["update", "cachix", "ghaf-dev", ...argv],
      env,
      admin: {
        setGeneration: async function* ({ Update }) {
          const { Pin, Cache, CachixHost, Token } = Update.value ?? {};
          asked.push([Pin, Cache, CachixHost, Token]);
          yield { Finished: false, Output: "copying\n" };
          yield { Finished: false, Error: "warning\u001b\n" };
          yield { Finished: true };
        },
      },
    });
  const flag = await scene(["--token", "s3cret", "--cachix-host=http://c"]);
  assert.deepEqual([flag.code, flag.stdout], [0, ""]);
  assert.equal(flag.stderr, "copying\nwarning\\x1b\n");
  const fromEnv = await scene([], {
    CACHIX_TOKEN: "s3cret2",
    GIVC_LOG: "debug",
  });
  assert.equal(fromEnv.stderr.includes("s3cret"), false);
  assert.deepEqual(asked, [
    ["ghaf-dev", "ghaf-dev", "http://c", "s3cret"],
    ["ghaf-dev", "ghaf-dev", undefined, "s3cret2"],
  ]);
});

test("update cachix fails when the update fails or its end is missing", async () => {
  const ending = (last?: RpcError) =>
    perform({
      argv: ["update", "cachix", "pin"],
      admin: {
        setGeneration: async function* () {
          yield { Finished: last !== undefined };
          if (last !== undefined) throw last;
        },
      },
    });
  const failed = await ending(
    new RpcError("failed-precondition", "ota-update exited with 3"),
  );
  assert.deepEqual(
    [failed.code, failed.stderr],
    [1, "Error: ota-update exited with 3\n"],
  );
  const cut = await ending();
  assert.deepEqual(
    [cut.code, cut.stderr],
    [1, "Error: the update ended without saying how\n"],
  );
});
