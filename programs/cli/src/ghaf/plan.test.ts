import assert from "node:assert/strict";
import { test } from "node:test";
import { perform } from "./fake-io.ts";
import { createProject, deviceText } from "./fake-project.ts";

test("where the machines are, and which files they get", async (t) => {
  const project = createProject(t, { "a.json": deviceText("one") });
  const { code, stdout, stderr } = await project.ghaf("plan", "a.json");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^net-vm +192\.168\.100\.1 +02:00:00:01:01:01 /m);
  assert.match(
    stdout,
    /^ghaf-host +\/var\/lib\/microvms\/one-vm\/spec\.json +VM restart +ghaf-runner/m,
  );
  const json = await project.ghaf("plan", "a.json", "-o", "json");
  const { vms, files } = JSON.parse(json.stdout);
  assert.deepEqual(
    vms.map(({ name }: { name: string }) => name),
    ["admin-vm", "net-vm", "one-vm"],
  );
  const hosts = files.find(
    (one: { system: string; path: string }) =>
      one.system === "one-vm" && one.path === "/etc/hosts",
  );
  assert.match(hosts.text, /192\.168\.100\.1 net-vm\n/);
});

test("the lock file beside the configuration decides on addresses", async (t) => {
  const entry = { address: 77, slot: 20, macs: {} };
  const lock = {
    ...{ version: 1, packages: {} },
    allocation: { vms: { "one-vm": entry } },
  };
  const project = createProject(t, {
    "a.json": deviceText("one"),
    "ghaf.lock.json": JSON.stringify(lock),
  });
  const { stdout } = await project.ghaf("plan", "a.json");
  assert.match(stdout, /^one-vm +192\.168\.100\.77 /m);
  project.write("ghaf.lock.json", '{"version": 9}');
  const refused = await project.ghaf("plan", "a.json");
  assert.deepEqual([refused.code, refused.stdout], [2, ""]);
  assert.match(refused.stderr, /ghaf\.lock\.json: .* has version 9/);
});

test("what a change of the configuration changes in files", async (t) => {
  const project = createProject(t, {
    "a.json": deviceText("one"),
    "b.json": deviceText("one", "two"),
  });
  const { code, stdout } = await project.ghaf(
    ...["plan", "--diff", "a.json", "b.json"],
  );
  assert.equal(code, 0);
  assert.match(stdout, /^\+ two-vm \/etc\/hosts \(VM restart\)$/m);
  assert.match(stdout, /^~ ghaf-host \/etc\/hosts \(at once\)$/m);
  assert.match(stdout, /^ {4}\+ 192\.168\.101\.\d+ two-vm two-vm-debug$/m);
  assert.doesNotMatch(stdout, /one-vm\/spec\.json/);
  const same = await project.ghaf("plan", "--diff", "a.json", "a.json");
  assert.deepEqual([same.stdout, same.stderr], ["", "the same\n"]);
  const json = await project.ghaf(
    ...["plan", "--diff", "b.json", "a.json", "-o", "json"],
  );
  const { changes } = JSON.parse(json.stdout);
  assert.ok(
    changes.some(
      (one: { system: string; change: string }) =>
        one.system === "two-vm" && one.change === "removed",
    ),
  );
});

test("what cannot be planned is refused with what to do", async (t) => {
  const entry = { address: 10, slot: 20, macs: {} };
  const lock = {
    ...{ version: 1, packages: {} },
    allocation: { vms: { "one-vm": entry } },
  };
  const project = createProject(t, {
    "a.json": deviceText("one"),
    "ghaf.lock.json": JSON.stringify(lock),
  });
  const { code, stdout, stderr } = await project.ghaf("plan", "a.json");
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^error: admin-vm has the address 192\.168\.100\.10 /);
  assert.match(stderr, /^ {2}fix: .*ghaf\.lock\.json$/m);
});

test("a file that is not there is named", async (t) => {
  const project = createProject(t, {});
  const { code, stderr } = await project.ghaf("plan", "nothing");
  assert.equal(code, 3);
  assert.match(stderr, /no file nothing/);
});

test("options that change nothing are listed with the reason", async () => {
  const { code, stdout, stderr } = await perform({
    argv: ["plan", "--unrealised"],
  });
  assert.equal(code, 0);
  assert.match(stdout, /^OPTION +REASON\n/);
  assert.match(stdout, /^ghaf\.shm\.memSize +\w.*\w$/m);
  assert.doesNotMatch(stdout, /^ghaf\.layout /m);
  const { stdout: text } = await perform({
    argv: ["plan", "--unrealised", "-o", "json"],
  });
  const listed: readonly { option: string; reason: string }[] =
    JSON.parse(text);
  assert.match(stderr, new RegExp(`^${listed.length} of \\d+ options `));
  assert.ok(listed.every(({ reason }) => reason !== ""));
  for (const argv of [["a.json"], ["--diff", "a.json"], ["-c", "a.json"]]) {
    const refused = await perform({ argv: ["plan", "--unrealised", ...argv] });
    assert.deepEqual([refused.code, refused.stdout], [2, ""]);
  }
});
