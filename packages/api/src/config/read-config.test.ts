import assert from "node:assert/strict";
import { test } from "node:test";
import {
  create,
  type DescField,
  type DescMessage,
  equals,
  type MessageInitShape,
  ScalarType,
  toJson,
} from "@bufbuild/protobuf";
import fc from "fast-check";
import { AdminConfigSchema } from "../gen/ghaf/config/v1/admin_config_pb.ts";
import { AgentConfig2024Schema } from "../gen/ghaf/config/v1/agent_config_2024_pb.ts";
import { AgentConfigSchema } from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { formatProblem } from "./findings.ts";
import { readConfig } from "./read-config.ts";

function problemsOf(untrustedJson: unknown): string[] {
  return readConfig(AgentConfigSchema, untrustedJson).problems.map(
    formatProblem,
  );
}

function warningsOf(untrustedJson: unknown): readonly string[] {
  return readConfig(AgentConfigSchema, untrustedJson).warnings;
}

test("names the place, what is expected and what is there", () => {
  const applications = [{ name: "a" }, { name: 5 }];
  assert.deepEqual(problemsOf({ capabilities: { applications } }), [
    'capabilities.applications[1].name: expected a string, got 5 (number); put it in quotes: "5"',
  ]);
});

test("reports all problems at once", () => {
  const json = {
    identity: { name: null, type: "0", subType: -1, parent: ["x"] },
    network: "tcp",
    capabilities: {
      services: "a b",
      exec: { enable: "true" },
      policy: { policies: { a: 1, b: "" } },
      applications: ["x", null, { args: [false] }],
    },
    supervisor: { units: [{ stopOrder: 1.5 }] },
  };
  assert.deepEqual(problemsOf(json), [
    'identity.type: expected a whole number from 0 to 4294967295, got "0" (string); leave out the quotes: 0',
    "identity.subType: expected a whole number from 0 to 4294967295, got -1 (number)",
    "identity.parent: expected a string, got a list of 1",
    'network: expected an object, got "tcp" (string)',
    'capabilities.services: expected a list, got "a b" (string)',
    'capabilities.exec.enable: expected true or false, got "true" (string); leave out the quotes: true',
    'capabilities.policy.policies.a: expected a string, got 1 (number); put it in quotes: "1"',
    'capabilities.applications[0]: expected an object, got "x" (string)',
    "capabilities.applications[1]: expected an object, got null",
    'capabilities.applications[2].args[0]: expected a string, got false (boolean); put it in quotes: "false"',
    "supervisor.units[0].stopOrder: expected a whole number from -2147483648 to 2147483647, got 1.5 (number)",
  ]);
});

test("a port without quotes is a problem that shows the right form", () => {
  const json = { network: { admin: { transport: { port: 9001 } } } };
  assert.deepEqual(problemsOf(json), [
    'network.admin.transport.port: expected a string, got 9001 (number); put it in quotes: "9001"',
  ]);
});

test("the whole may be wrong", () => {
  assert.deepEqual(problemsOf([]), [
    "configuration: expected an object, got a list of 0",
  ]);
  assert.deepEqual(problemsOf(null), [
    "configuration: expected an object, got null",
  ]);
});

test("null is absent", () => {
  const { message, problems, warnings } = readConfig(AgentConfigSchema, {
    identity: { name: null },
    network: null,
    capabilities: { applications: null, policy: { policies: { a: null } } },
  });
  assert.deepEqual([problems, warnings], [[], []]);
  assert.equal(message.identity?.name, "");
  assert.equal(message.network, undefined);
  assert.deepEqual(message.capabilities?.policy?.policies, {});
});

test("unknown keys are tolerated, with the name that was meant", () => {
  const json = {
    capabilities: { aplications: [], "a\nb": 1 },
    colour: {},
    __proto__x: 1,
  };
  assert.deepEqual(warningsOf(json), [
    'capabilities.aplications: unknown key, ignored; did you mean "applications"?',
    'capabilities["a\\nb"]: unknown key, ignored',
    "colour: unknown key, ignored",
    "__proto__x: unknown key, ignored",
  ]);
  assert.deepEqual(problemsOf(json), []);
});

test("a key that is there in two spellings counts once, as its last", () => {
  const json = { Identity: { name: "a" }, identity: { NAME: "b", name: "c" } };
  const { message, warnings } = readConfig(AgentConfigSchema, json);
  assert.equal(message.identity?.name, "c");
  assert.deepEqual(warnings, [
    "identity: is there twice, the last one counts",
    "identity.name: is there twice, the last one counts",
  ]);
});

test("a map keeps the case of its keys and refuses the one that cannot be kept", () => {
  const policies = JSON.parse('{"Proxy-Config": "/x", "__proto__": "y"}');
  const { message, problems } = readConfig(AgentConfigSchema, {
    capabilities: { policy: { policies } },
  });
  assert.deepEqual(message.capabilities?.policy?.policies, {
    "Proxy-Config": "/x",
  });
  assert.deepEqual(problems.map(formatProblem), [
    'capabilities.policy.policies.__proto__: expected an ordinary name, got "__proto__" (string)',
  ]);
});

test("never repeats key material or more of a text than fits a line", () => {
  const pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ";
  const [problem = ""] = problemsOf({ network: pem });
  assert.ok(!problem.includes("MC4CAQ"), problem);
  const [long = ""] = problemsOf({ network: "x".repeat(100_000) });
  assert.ok(long.length < 200, long);
});

test("absent and zero are told apart where the message does", () => {
  const { message } = readConfig(AdminConfigSchema, {
    monitoring: false,
    hostAgent: "",
  });
  assert.equal(message.monitoring, false);
  assert.equal(message.hostAgent, "");
  assert.equal(message.useTls, undefined);
});

/** A JSON value for every field of a message, by its descriptor. */
function jsonOf(desc: DescMessage): fc.Arbitrary<unknown> {
  const fields = desc.fields.map((field) => [
    field.jsonName,
    jsonOfField(field),
  ]);
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: [],
    noNullPrototype: true,
  });
}

const TEXT = fc.string({ unit: "grapheme" });

function jsonOfField(field: DescField): fc.Arbitrary<unknown> {
  const value = field.message ? jsonOf(field.message) : jsonOfScalar(field);
  if (field.fieldKind === "list") return fc.array(value, { maxLength: 3 });
  if (field.fieldKind !== "map") return value;
  const key = fc.string().filter((text) => text !== "__proto__");
  return fc.dictionary(key, value, { noNullPrototype: true });
}

function jsonOfScalar(field: DescField): fc.Arbitrary<unknown> {
  switch (field.scalar) {
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.INT32:
      return fc.integer();
    case ScalarType.UINT32:
      return fc.nat(0x7fff_ffff);
    default:
      return TEXT;
  }
}

for (const schema of [
  AgentConfigSchema,
  AdminConfigSchema,
  AgentConfig2024Schema,
] as DescMessage[]) {
  test(`${schema.name}: what a message prints is read back to the same message`, () => {
    fc.assert(
      fc.property(jsonOf(schema), (json) => {
        const first = readConfig(schema, json);
        assert.deepEqual([first.problems, first.warnings], [[], []]);
        const again = readConfig(schema, toJson(schema, first.message));
        assert.deepEqual([again.problems, again.warnings], [[], []]);
        assert.ok(equals(schema, first.message, again.message));
      }),
      { numRuns: 200 },
    );
  });
}

test("keys count in any case", () => {
  const json: MessageInitShape<typeof AgentConfigSchema> = {
    identity: { name: "app-vm", subType: 13 },
    network: { tls: { enable: true, caCertPath: "/ca" } },
    capabilities: { vmServices: { adminVm: "a", systemVms: ["b"] } },
  };
  const expected = create(AgentConfigSchema, json);
  const anyCase = (value: unknown, coins: () => boolean): unknown => {
    if (Array.isArray(value) || typeof value !== "object" || value === null) {
      return value;
    }
    const entries = Object.entries(value).map(([key, inner]) => [
      [...key]
        .map((c) => (coins() ? c.toUpperCase() : c.toLowerCase()))
        .join(""),
      anyCase(inner, coins),
    ]);
    return Object.fromEntries(entries);
  };
  fc.assert(
    fc.property(fc.infiniteStream(fc.boolean()), (coins) => {
      const spelled = anyCase(json, () => coins.next().value ?? false);
      const { message, problems, warnings } = readConfig(
        AgentConfigSchema,
        spelled,
      );
      assert.deepEqual([problems, warnings], [[], []]);
      assert.ok(equals(AgentConfigSchema, message, expected));
    }),
  );
});

test("never throws, whatever it is given", () => {
  const anywhere = fc.oneof(
    fc.anything({ withNullPrototype: true, withBigInt: true }),
    jsonOf(AgentConfigSchema),
    fc.record({
      identity: fc.anything(),
      network: fc.record({ admin: fc.anything() }),
      capabilities: fc.record({
        services: fc.anything(),
        policy: fc.record({ policies: fc.object() }),
      }),
    }),
  );
  fc.assert(
    fc.property(anywhere, (untrusted) => {
      const { problems } = readConfig(AgentConfigSchema, untrusted);
      for (const problem of problems) {
        assert.ok(!formatProblem(problem).includes("\n"));
      }
    }),
    { numRuns: 500 },
  );
});
