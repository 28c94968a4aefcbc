/** What guest modules may set: that the declarations hold together, and what is refused. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accepts,
  documentTree,
  evaluate,
  module,
  type Problem,
  type TreeInput,
  type ValueOf,
} from "@ghaf/module-system";
import { guestOptions } from "./guest-options.ts";

type GuestConfig = ValueOf<typeof guestOptions>;
type GuestInput = TreeInput<typeof guestOptions, GuestConfig>;

const declared = documentTree(guestOptions);

function evaluated(...given: readonly unknown[]) {
  const modules = given.map((config) => module({ config: config as object }));
  const evaluation = evaluate<GuestConfig>([
    module({ options: guestOptions, imports: modules }),
  ]);
  evaluation.readAll();
  return evaluation;
}

function problemsOf(...given: readonly unknown[]): readonly Problem[] {
  return evaluated(...given).problems();
}

function theProblem(given: unknown): Problem {
  const [problem, ...others] = problemsOf(given);
  assert.ok(problem !== undefined, "nothing was refused");
  assert.deepEqual(others, []);
  return problem;
}

describe("declarations", () => {
  test("every default and example is of its type", () => {
    for (const { name, type, ...facts } of declared) {
      for (const field of ["default", "example"] as const) {
        if (!(field in facts)) continue;
        assert.ok(accepts(type, facts[field]), `${field} of ${name}`);
      }
    }
  });

  test("every option says what it is and that the reference does not have it", () => {
    for (const { name, description, origin } of declared) {
      assert.match(description, /^[A-Z`].{10,}\.$/s, name);
      assert.match(origin ?? "absent", /^(tag|ours)$/, name);
    }
  });

  test("a module that sets nothing is a VM with the documented defaults", () => {
    const evaluation = evaluated();
    assert.deepEqual(evaluation.problems(), []);
    const { hypervisor, mem, vcpu, balloon, volumes, qemu } =
      evaluation.config.microvm;
    assert.deepEqual(
      { hypervisor, mem, vcpu, balloon, volumes, machine: qemu.machine },
      {
        ...{ hypervisor: "qemu", mem: 512, vcpu: 1, balloon: false },
        ...{ volumes: [], machine: null },
      },
    );
  });
});

test("two modules of one VM merge", () => {
  const first: GuestInput = {
    microvm: {
      mem: 1024,
      shares: [{ tag: "data", source: "/srv/data", mountPoint: "/srv/data" }],
      qemu: { extraArgs: ["-device", "qemu-xhci"] },
    },
    ghaf: {
      storagevm: {
        enable: true,
        directories: [{ path: "/var/lib/x", mode: "0700" }],
        users: { ghaf: { directories: [{ path: "Documents" }] } },
      },
      givc: {
        appvm: { applications: [{ name: "x", command: "x", args: ["url"] }] },
      },
    },
    files: { "/etc/x.conf": { text: "a\n" } },
    units: { "x.service": { sections: { Service: { ExecStart: "/bin/x" } } } },
  };
  const second: GuestInput = {
    microvm: { vcpu: 2, qemu: { extraArgs: ["-vga none"] } },
    ghaf: { storagevm: { users: { ghaf: { files: [".netrc"] } } } },
    files: { "/etc/x.conf": { mode: "0600" } },
    units: {
      "x.service": { sections: { Service: { Environment: ["A=1", "B=2"] } } },
    },
    packages: ["tcpdump"],
    firewall: { allow: [{ port: 80, from: "gui-vm" }] },
  };
  const evaluation = evaluated(first, second);
  assert.deepEqual(evaluation.problems(), []);
  const { microvm, ghaf, files, units, firewall } = evaluation.config;
  assert.equal(microvm.vcpu, 2);
  assert.deepEqual([...microvm.qemu.extraArgs].sort(), [
    "-device",
    "-vga none",
    "qemu-xhci",
  ]);
  assert.equal(microvm.shares[0]?.proto, "virtiofs");
  assert.deepEqual(ghaf.storagevm.users["ghaf"]?.files, [".netrc"]);
  assert.equal(ghaf.storagevm.directories[0]?.owner, "root");
  assert.equal(files["/etc/x.conf"]?.mode, "0600");
  assert.deepEqual(units["x.service"]?.sections, {
    Service: { ExecStart: "/bin/x", Environment: ["A=1", "B=2"] },
  });
  assert.equal(firewall.allow[0]?.protocol, "tcp");
});

describe("refused", () => {
  test("an option of the device, or a misspelt one", () => {
    const { code, path } = theProblem({ ghaf: { graphics: { enable: true } } });
    assert.deepEqual(
      { code, path },
      { code: "unknown-option", path: "ghaf.graphics" },
    );
    assert.match(theProblem({ microvm: { vcpus: 2 } }).fix ?? "", /vcpu/);
    const share = { tag: "a", source: "/a", mountpoint: "/a" };
    const [first] = problemsOf({ microvm: { shares: [share] } });
    assert.equal(first?.path, "microvm.shares[0].mountPoint");
  });

  test("names that would reach further than they should", () => {
    for (const unit of [
      "x",
      "x.exe",
      "a b.service",
      "../x.service",
      "-x.service",
      "dev-sda.device",
    ]) {
      const { path } = theProblem({ units: { [unit]: {} } });
      assert.ok(path.startsWith("units."), `${unit}: ${path}`);
    }
    for (const file of [
      "etc/x",
      "/etc/../x",
      "/etc/x/",
      "/run/x",
      "/sys/x",
      "/",
    ]) {
      const given = { files: { [file]: { text: "" } } };
      const { path } = theProblem(given);
      assert.ok(path.startsWith("files."), `${file}: ${path}`);
    }
    const user = { "../root": { files: ["x"] } };
    const { path } = theProblem({ ghaf: { storagevm: { users: user } } });
    assert.equal(path, 'ghaf.storagevm.users."../root"');
  });

  test("settings of units on more than one line, and badly named", () => {
    const withService = (Service: unknown) =>
      theProblem({ units: { "x.service": { sections: { Service } } } });
    assert.equal(
      withService({ ExecStart: "/bin/x\nUser=root" }).code,
      "wrong-type",
    );
    assert.equal(withService({ "Exec Start": "/bin/x" }).code, "wrong-type");
  });

  test("9p, with the reason", () => {
    const share = { tag: "a", source: "/a", mountPoint: "/a", proto: "9p" };
    const { expected } = theProblem({ microvm: { shares: [share] } });
    assert.match(expected ?? "", /no 9p/);
  });

  test("scripts on the host, with what to do instead", () => {
    const preStart = theProblem({ microvm: { preStart: "rm -rf /" } });
    assert.equal(preStart.code, "removed");
    const proxy = theProblem({ ghaf: { waypipe: { proxyService: {} } } });
    assert.equal(proxy.code, "removed");
    assert.match(`${proxy.reason} ${proxy.fix}`, /dropIn/);
  });
});
