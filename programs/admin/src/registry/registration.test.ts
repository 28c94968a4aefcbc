/** Who may register what: each refusal by itself, with its code and text. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ApiError, type UnitStatus } from "@ghaf/api";
import { runningStatus } from "../agents/fake-agent.ts";
import { AdminError, type AdminErrorCode } from "../errors.ts";
import {
  admit,
  type Caller,
  type RegistrationRules,
  type UntrustedClaim,
} from "./registration.ts";

const BOUND: RegistrationRules = { hostAgent: "ghaf-host", bound: true };
const UNBOUND: RegistrationRules = { hostAgent: "ghaf-host", bound: false };
const APP_VM: Caller = { name: "app-vm", ipAddresses: ["198.18.0.5"] };
const HOST: Caller = { name: "ghaf-host", ipAddresses: ["198.18.0.2"] };

function claim(changes: Partial<UntrustedClaim> = {}): UntrustedClaim {
  return {
    name: "givc-app-vm.service",
    parent: "microvm@app-vm.service",
    type: 12,
    transport: transport("198.18.0.5", "app-vm"),
    status: runningStatus("givc-app-vm.service"),
    ...changes,
  };
}

function transport(address: string, name: string, protocol = "tcp") {
  return { protocol, address, port: "9000", name };
}

const OF_HOST = {
  parent: "",
  transport: transport("198.18.0.2", "ghaf-host"),
};

function refusal(
  untrusted: UntrustedClaim,
  options: { caller?: Caller | undefined; rules?: RegistrationRules } = {},
): { code: AdminErrorCode | ApiError["code"]; message: string } {
  const { rules = BOUND } = options;
  const caller = "caller" in options ? options.caller : APP_VM;
  try {
    admit(untrusted, { caller, rules, source: "register" });
  } catch (error) {
    assert.ok(error instanceof AdminError || error instanceof ApiError);
    return { code: error.code, message: error.message };
  }
  throw new assert.AssertionError({ message: "it was admitted" });
}

describe("conversion, with the reference's texts in its order", () => {
  test("type, then state, then transport", () => {
    const all = { type: 15, status: undefined, transport: undefined };
    assert.deepEqual(refusal(claim(all)), {
      code: "invalid-request",
      message: "Unknown u32 value for UnitType: 15",
    });
    assert.deepEqual(refusal(claim({ ...all, type: 14 })), {
      code: "invalid-request",
      message: "status missing",
    });
    assert.deepEqual(refusal(claim({ transport: undefined })), {
      code: "invalid-request",
      message: "endpoint missing",
    });
  });

  test("an unknown protocol is named", () => {
    const untrusted = transport("198.18.0.5", "app-vm", "udp");
    assert.equal(
      refusal(claim({ transport: untrusted })).message,
      "Unknown protocol: udp",
    );
  });

  test("a port that is no number, a name that is no unit", () => {
    const port = { ...transport("198.18.0.5", "app-vm"), port: "nine" };
    assert.equal(refusal(claim({ transport: port })).code, "invalid-endpoint");
    for (const name of ["", "a/b.service", "a\nb.service", "no-type"]) {
      assert.equal(refusal(claim({ name })).code, "invalid-name", name);
    }
  });

  test("conversion comes before identity", () => {
    const found = refusal(claim({ type: 99 }), { caller: HOST });
    assert.equal(found.code, "invalid-request");
  });
});

describe("what the certificate covers is admitted", () => {
  test("an agent, under its name, in its VM", () => {
    const entry = admit(claim(), {
      caller: APP_VM,
      rules: BOUND,
      source: "register",
    });
    assert.equal(entry.agent, "givc-app-vm.service");
    assert.equal(entry.unit, "givc-app-vm.service");
    assert.deepEqual(entry.type, { vm: "AppVM", service: "Mgr" });
    assert.equal(entry.placement.vm, "app-vm");
  });

  test("an agent without parent", () => {
    const entry = admit(claim({ parent: "" }), {
      caller: APP_VM,
      rules: BOUND,
      source: "register",
    });
    assert.equal(entry.placement.vm, "");
  });

  test("a service below its agent has no VM of its own", () => {
    const service = { name: "kiosk.service", type: 13 };
    const parent = "givc-app-vm.service";
    const untrusted = claim({ ...service, parent });
    const entry = admit(untrusted, {
      caller: APP_VM,
      rules: BOUND,
      source: "register",
    });
    assert.equal(entry.agent, "givc-app-vm.service");
    assert.equal(entry.status.name, "kiosk.service");
    assert.equal(entry.placement.vm, "");
  });

  test("the host, its services and its VMs", () => {
    const cases = [
      ["givc-ghaf-host.service", 0],
      ["sshd.service", 1],
      ["microvm@admin-vm.service", 3],
      ["microvm@net-vm.service", 7],
      ["microvm@app-vm.service", 11],
    ] as const;
    for (const [name, type] of cases) {
      const untrusted = claim({ ...OF_HOST, name, type });
      const entry = admit(untrusted, {
        caller: HOST,
        rules: BOUND,
        source: "register",
      });
      assert.equal(entry.agent, "givc-ghaf-host.service");
      assert.equal(entry.unit, name);
    }
  });

  test("an address in another spelling", () => {
    const caller: Caller = {
      name: "app-vm",
      ipAddresses: ["FD00:0:0:0:0:0:0:5", "198.18.0.5"],
    };
    for (const address of ["fd00::5", "::ffff:198.18.0.5"]) {
      const untrusted = claim({ transport: transport(address, "app-vm") });
      const entry = admit(untrusted, {
        caller: caller,
        rules: BOUND,
        source: "register",
      });
      assert.equal(entry.agent, "givc-app-vm.service");
    }
  });

  test("long texts of a status are cut", () => {
    const status: UnitStatus = {
      ...runningStatus("givc-app-vm.service"),
      description: "x".repeat(100_000),
    };
    const entry = admit(claim({ status }), {
      caller: APP_VM,
      rules: BOUND,
      source: "register",
    });
    assert.equal(entry.status.description.length, 1_024);
  });
});

describe("what the certificate does not cover is refused", () => {
  const denials: Readonly<Record<string, Partial<UntrustedClaim>>> = {
    "the agent of another machine": { name: "givc-ghaf-host.service" },
    "the name of another machine": {
      transport: transport("198.18.0.5", "ghaf-host"),
    },
    "no transport name": { transport: transport("198.18.0.5", "") },
    "an address of another machine": {
      transport: transport("198.18.0.2", "app-vm"),
    },
    "a host name for an address": { transport: transport("app-vm", "app-vm") },
    "the parent of another VM": { parent: "microvm@net-vm.service" },
    "a parent that is no VM": { parent: "something.service" },
    "a service below another agent": {
      name: "kiosk.service",
      type: 13,
      parent: "givc-net-vm.service",
    },
    "type 0, the host": { type: 0 },
    "type 1, a service of the host": { name: "a.service", type: 1 },
    "type 2, an application of the host": { name: "a@0.service", type: 2 },
    "type 3, the admin's VM": { name: "microvm@admin-vm.service", type: 3 },
    "type 7, a system VM": { name: "microvm@net-vm.service", type: 7 },
    "type 11, an application VM": { name: "microvm@app-vm.service", type: 11 },
  };
  for (const [what, changes] of Object.entries(denials)) {
    test(what, () => {
      const { code, message } = refusal(claim(changes));
      assert.equal(code, "denied", message);
      assert.match(message, /^"app-vm" cannot register /);
    });
  }

  test("anything without a certificate", () => {
    assert.deepEqual(refusal(claim(), { caller: undefined }), {
      code: "no-identity",
      message: "No peer certificate",
    });
  });

  test("a service under the name of its own agent", () => {
    const found = refusal(claim({ type: 13 }));
    assert.equal(found.code, "invalid-request");
  });
});

test("unbound, the claims are believed as the reference does", () => {
  const untrusted = claim({
    ...OF_HOST,
    name: "givc-ghaf-host.service",
    type: 0,
  });
  for (const caller of [undefined, APP_VM]) {
    const entry = admit(untrusted, {
      caller: caller,
      rules: UNBOUND,
      source: "register",
    });
    assert.equal(entry.agent, "givc-ghaf-host.service");
  }
  const service = claim({ name: "a.service", type: 13, parent: "whatever" });
  assert.equal(
    admit(service, { caller: undefined, rules: UNBOUND, source: "register" })
      .agent,
    "givc-app-vm.service",
  );
});
