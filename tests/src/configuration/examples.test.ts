/** The examples are what they say: complete, without problems, and what the documents show. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { System } from "@ghaf/system";
import { checkout, openWorkbench } from "./ghaf.ts";

const bench = openWorkbench();
after(() => bench.close());

const fileOf = (name: string) => `examples/${name}/system.ts`;

function systemOf(name: string): System {
  const words = ["eval", fileOf(name), "--system", "-o", "json"];
  const { status, stdout, stderr } = bench.ghaf(words);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

for (const name of ["minimal", "headless", "laptop"]) {
  test(`${name} has no problems, and none of its types`, () => {
    const { status, stdout, stderr } = bench.ghaf([
      ...["check", fileOf(name), "--types"],
    ]);
    assert.deepEqual([status, stdout], [0, ""], stderr);
    assert.match(stderr, /no problems/);
  });

  test(`a copy of ${name} in another folder says the same`, () => {
    const target = join(bench.folder, name);
    const { status, stderr } = bench.ghaf(
      ["init", target, "--template", name],
      bench.folder,
    );
    assert.equal(status, 0, stderr);
    const compared = bench.ghaf([
      ...["diff", fileOf(name), join(target, "system.ts"), "--exit-code"],
    ]);
    assert.deepEqual([compared.status, compared.stdout], [0, ""]);
    const checked = bench.ghaf(["check", "--types"], target);
    assert.equal(checked.status, 0, checked.stderr);
  });
}

test("minimal is a host and three VMs, one with an application", () => {
  const { vms } = systemOf("minimal");
  const names = vms.map(({ name }) => name);
  assert.deepEqual(names, ["admin-vm", "app-vm", "net-vm"]);
  const [application] = vms.flatMap((vm) => vm.applications);
  assert.equal(application?.name, "web");
});

test("headless draws nothing", () => {
  const { desktop, vms } = systemOf("headless");
  assert.equal(desktop, null);
  assert.equal(
    vms.some(({ role }) => role === "gui"),
    false,
  );
});

test("laptop states the memory of its VMs", () => {
  const { vms, device } = systemOf("laptop");
  const sum = vms.reduce((all, vm) => all + vm.hypervisor.memory.size, 0);
  const text = readFileSync(join(checkout, fileOf("laptop")), "utf8");
  assert.ok(text.includes(`= ${sum} MiB`), `the sum is ${sum}`);
  assert.ok(text.includes(`${device.memoryMiB} MiB`));
});

test("the README shows the minimal example as it is", () => {
  const readme = readFileSync(join(checkout, "README.md"), "utf8");
  const example = readFileSync(join(checkout, fileOf("minimal")), "utf8");
  assert.ok(readme.includes(example.trim()));
});
