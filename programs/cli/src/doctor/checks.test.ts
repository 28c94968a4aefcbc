import assert from "node:assert/strict";
import { test } from "node:test";
import { examine, examineBeforeUp } from "./checks.ts";
import { around, ended, type FakeFacts, fakeMachine } from "./fake-machine.ts";
import type { Finding } from "./finding.ts";
import { remedies } from "./installed-programs.ts";
import type { Surroundings } from "./machine.ts";

/** What is not well, as `name state fix`. */
async function complaints(
  facts: FakeFacts,
  more: Partial<Surroundings> = {},
): Promise<readonly string[]> {
  const found = await examine(around(facts, more));
  return found
    .filter(({ state }) => state !== "ok")
    .map(({ name, state, fix }) => `${name} ${state} ${fix}`);
}

async function finding(
  name: string,
  facts: FakeFacts,
  more: Partial<Surroundings> = {},
): Promise<Finding> {
  const found = await examine(around(facts, more));
  const one = found.find((other) => other.name === name);
  assert.ok(one, `${name} is not among ${found.map((each) => each.name)}`);
  return one;
}

test("a machine that lacks nothing is well, and each thing has one row", async () => {
  const found = await examine(around());
  assert.deepEqual(
    found.filter(({ state, fix }) => state !== "ok" || fix !== null),
    [],
  );
  const names = found.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
  assert.ok(names.length > 20);
});

test("what is missing is named with the package to install", async () => {
  const missing = ["mkfs.erofs", "unshare", "setpriv", "qemu-system-x86_64"];
  assert.deepEqual(await complaints({ missing }), [
    "erofs-utils problem apt-get install -y erofs-utils",
    "qemu-system-x86 problem apt-get install -y qemu-system-x86",
    "util-linux problem apt-get install -y util-linux",
    "accelerator warning null",
  ]);
  const { what } = await finding("util-linux", { missing });
  assert.equal(what, "setpriv, unshare are not installed");
});

test("without passt machines run, but nothing leaves them", async () => {
  assert.deepEqual(await finding("passt", { missing: ["passt"] }), {
    name: "passt",
    state: "warning",
    what: "passt is not installed: the machines get no way out to other networks",
    fix: "apt-get install -y passt",
  });
});

test("what runs beside QEMU is asked for where a configuration needs it", async () => {
  const servers = ["swtpm", "virtiofsd"] as const;
  const missing = ["swtpm", "/usr/lib/qemu/virtiofsd"];
  assert.deepEqual(await complaints({ missing }), []);
  const more = { wanted: { vms: [], servers } };
  assert.deepEqual(await complaints({}, more), []);
  assert.deepEqual(await complaints({ missing }, more), [
    "swtpm problem apt-get install -y swtpm",
    "virtiofsd problem apt-get install -y virtiofsd",
  ]);
  // Debian 12 has no such package: its QEMU brings it.
  const withoutQemu = [...missing, "qemu-system-x86_64"];
  const asked = await complaints({ missing: withoutQemu }, more);
  assert.deepEqual(
    asked.filter((line) => line.includes("virtiofsd")),
    [],
  );
});

test("one command installs everything that is missing", async () => {
  const missing = ["passt", "zstd"];
  const devices = { "/dev/vhost-vsock": "absent" } as const;
  const found = await examine(around({ missing, devices }));
  assert.deepEqual(remedies([...found, ...found.slice(-1)]), [
    "apt-get install -y passt zstd",
    "modprobe vhost_vsock",
  ]);
  assert.deepEqual(remedies([]), []);
});

test("who is not root is told so, and nothing is tried that only root can", async () => {
  const machine = fakeMachine({ userId: 1000 });
  const found = await examine(around({}, { machine }));
  const states = found
    .filter(({ state }) => state !== "ok")
    .map(({ name, state }) => [name, state]);
  assert.deepEqual(states, [
    ["root", "problem"],
    ["namespaces", "warning"],
    ["nf_tables", "warning"],
  ]);
  assert.deepEqual(
    machine.runs.map(({ argv }) => argv.join(" ")),
    ["/usr/bin/ghaf-runner probe"],
  );
});

test("Node has to be 20.19 or newer", async () => {
  for (const [nodeVersion, state] of [
    ["20.19.0", "ok"],
    ["22.0.0", "ok"],
    ["20.18.3", "problem"],
    ["18.20.4", "problem"],
  ] as const) {
    const one = await finding("node", { nodeVersion });
    assert.equal(one.state, state, nodeVersion);
  }
});

test("another processor has no images", async () => {
  assert.deepEqual(await complaints({ architecture: "arm64" }), [
    "processor problem null",
  ]);
});

test("what the kernel refuses is told in its own words", async () => {
  const endings = {
    "--pid": ended({ code: 1, complaint: "unshare failed: EPERM" }),
    nft: ended({ code: 1, complaint: "Operation not supported" }),
  };
  const namespaces = await finding("namespaces", { endings });
  assert.equal(namespaces.state, "problem");
  assert.match(namespaces.what, /unshare failed: EPERM/);
  const filter = await finding("nf_tables", { endings });
  assert.equal(filter.state, "problem");
  assert.match(filter.what, /Operation not supported/);
  assert.match(filter.fix ?? "", /^modprobe /);
});

test("devices: no interfaces without tun, no release builds without vsock", async () => {
  const devices = {
    "/dev/net/tun": "absent",
    "/dev/vhost-vsock": "absent",
  } as const;
  assert.deepEqual(await complaints({ devices }), [
    "/dev/net/tun problem modprobe tun",
    "/dev/vhost-vsock warning modprobe vhost_vsock",
  ]);
  const refused = { "/dev/net/tun": "refused" } as const;
  const one = await finding("/dev/net/tun", { devices: refused });
  assert.equal(one.state, "problem");
});

test("the accelerator is what the runner's guests say", async () => {
  const saying = (output: string, devices = {}) =>
    finding("accelerator", { endings: { probe: ended({ output }) }, devices });
  const broken = "kvm  does not work: QEMU ended with 1: no\ntcg  works\n";
  const there = await saying(broken);
  assert.equal(there.state, "warning");
  assert.match(
    there.what,
    /KVM is there but does not work \(QEMU ended with 1: no\)/,
  );
  const absent = await saying(broken, { "/dev/kvm": "absent" });
  assert.equal(absent.state, "warning");
  assert.match(absent.what, /^there is no \/dev\/kvm/);
  const none = await saying("kvm  does not work: a\ntcg  does not work: b\n");
  assert.deepEqual(
    [none.state, none.what],
    ["problem", "none works: kvm: a; tcg: b"],
  );
  const strange = await saying("\u001b[2J");
  assert.equal(strange.state, "problem");
});

test("without a runner, or one that fails, nothing is known of accelerators", async () => {
  const unbuilt = await finding("accelerator", {}, { runner: undefined });
  assert.deepEqual([unbuilt.state, unbuilt.fix], ["warning", "npm run build"]);
  const endings = { probe: ended({ code: undefined, complaint: "killed" }) };
  const failed = await finding("accelerator", { endings });
  assert.equal(failed.state, "problem");
  assert.match(failed.what, /killed/);
});

test("the disk has room for a build, and for volumes", async () => {
  const withFree = (mib: number) =>
    finding("disk", { freeBytes: async () => mib * 2 ** 20 });
  assert.equal((await withFree(2_047)).state, "problem");
  assert.equal((await withFree(2_048)).state, "warning");
  assert.equal((await withFree(6_144)).state, "ok");
});

test("where images are there, a disk that has become small is no obstacle until it is full", async () => {
  const withFree = (mib: number) =>
    finding("disk", {
      freeBytes: async () => mib * 2 ** 20,
      list: async () => ["a".repeat(64)],
    });
  assert.equal((await withFree(63)).state, "problem");
  assert.equal((await withFree(64)).state, "warning");
});

test("memory is compared with what a configuration wants", async () => {
  const vm = (name: string, mib: number) => ({ name, mib });
  const wanting = (...vms: ReturnType<typeof vm>[]) =>
    finding("memory", {}, { wanted: { vms, servers: [] } });
  assert.deepEqual(await wanting(vm("a", 1_024), vm("b", 512)), {
    name: "memory",
    state: "ok",
    what: "4096 MiB to give: 2 machines together may take 1536 MiB",
    fix: null,
  });
  const many = await wanting(vm("a", 4_096), vm("b", 1));
  assert.equal(many.state, "warning");
  const large = await wanting(vm("a", 4_097), vm("b", 1));
  assert.equal(large.state, "problem");
  assert.match(large.what, /a 4097$/);
  const files = { "/proc/meminfo": "MemAvailable:   1000000 kB\n" };
  assert.equal((await finding("memory", { files })).state, "problem");
  const mute = { "/proc/meminfo": "" };
  assert.equal((await finding("memory", { files: mute })).state, "warning");
});

test("apt without an archive, and apt without lists", async () => {
  const none = await finding("package sources", {
    packageSources: () => Promise.reject(new Error('no archive "main"')),
  });
  assert.deepEqual([none.state, none.what], ["problem", 'no archive "main"']);
  assert.match(none.fix ?? "", /apt-get update$/);
  const empty = await finding("package lists", { list: async () => ["lock"] });
  assert.deepEqual([empty.state, empty.fix], ["warning", "apt-get update"]);
});

test("an instance that was killed is told from one that runs", async () => {
  const base = "/var/lib/ghaf/instances";
  const state = (phase: string) => JSON.stringify({ phase });
  const found = await examine(
    around({
      list: async (folder) =>
        folder === base
          ? ["alive", "dead", "over", "odd", "none", "-rf; x"]
          : ["x_Packages"],
      files: {
        [`${base}/alive/state.json`]: state("running"),
        [`${base}/dead/state.json`]: state("running"),
        [`${base}/over/state.json`]: state("ended"),
        [`${base}/odd/state.json`]: "{",
      },
      answers: async (socket) => socket === `${base}/alive/door.sock`,
    }),
  );
  const instances = found.filter(({ name }) => name.startsWith("instance "));
  assert.deepEqual(
    instances.map(({ name, state: how, fix }) => [name, how, fix]),
    [
      ["instance alive", "ok", null],
      ["instance dead", "warning", "ghaf down --instance dead"],
      ["instance odd", "warning", "ghaf down --instance odd"],
    ],
  );
});

test("before machines are started no guest is booted", async () => {
  const machine = fakeMachine({ missing: ["ip"] });
  const found = await examineBeforeUp(around({}, { machine }));
  assert.deepEqual(
    found.filter(({ state }) => state === "problem").map(({ name }) => name),
    ["iproute2"],
  );
  assert.deepEqual(
    machine.runs.map(({ argv: [program] }) => program),
    ["unshare", "unshare"],
  );
});
