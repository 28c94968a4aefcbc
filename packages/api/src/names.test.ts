/** Names: the specification's vectors, systemd's limits, and the laws of parsing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ApiError } from "./errors.ts";
import {
  agentUnit,
  appUnit,
  parseAppInstance,
  parseAppName,
  parseUnitName,
  parseVmName,
  vmOfUnit,
  vmUnit,
} from "./names.ts";

/** Texts near the grammar: its own characters, those next to them, and hostile ones. */
const nearly = fc.string({
  unit: fc.constantFrom(
    ..."ab09AZ@@..--__::\\\\ \n\r\t\0/$`;&|<>*?'\"()éa\u202e",
  ),
  maxLength: 12,
});
const untrustedName = fc.oneof(
  nearly,
  nearly.map((text) => `${text}.service`),
  nearly.map((text) => `microvm@${text}.service`),
  fc.string({ unit: "binary", maxLength: 300 }),
);
const label = fc.stringMatching(
  /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,20}[A-Za-z0-9_])?$/,
);
const instance = fc.nat({ max: 2_147_483_647 });

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, "invalid-name");
    return undefined;
  }
}

function refuses(parse: (text: string) => unknown, text: string): void {
  assert.throws(
    () => parse(text),
    (error) => error instanceof ApiError && error.value === text,
  );
}

for (const name of [
  "-@-.service",
  "1@1.service",
  "valid@my-service.service",
  "foot@0.service",
  "microvm@app-vm.service",
  "givc-ghaf-host.service",
  "poweroff.target",
  "dev-disk-by\\x2dlabel-data.device",
  "-.mount",
  `${"a".repeat(247)}.service`,
]) {
  test(`unit name ${name.slice(0, 40)} is accepted as it is`, () => {
    assert.equal(parseUnitName(name), name);
  });
}

for (const [name, why] of [
  ["", "empty"],
  ["service", "no type"],
  [".service", "nothing before the type"],
  ["foot.exe", "no type of systemd"],
  ["foot.service ", "trailing blank"],
  ["foot.service\n", "trailing newline"],
  ["foot\n.service", "newline"],
  ["foot\0.service", "NUL"],
  ["../foot.service", "slash"],
  ["@1.service", "nothing before @"],
  ["my-service@.service", "template without instance"],
  ["a@valid@my-service.service", "two @"],
  ["foot;reboot.service", "semicolon"],
  ["foöt.service", "not ASCII"],
  ["FOOT.SERVICE", "type in capitals"],
  [`${"a".repeat(248)}.service`, "256 bytes"],
] as const) {
  test(`unit name is refused: ${why}`, () => refuses(parseUnitName, name));
}

test("a refusal quotes the name so that it cannot break a line", () => {
  assert.throws(() => parseUnitName("a\nb"), /"a\\nb"/);
});

test("accepted unit names carry no character of a shell, a path or a line", () => {
  fc.assert(
    fc.property(untrustedName, (text) => {
      const name = attempt(() => parseUnitName(text));
      fc.pre(name !== undefined);
      assert.equal(name, text);
      // The backslash stays: it is systemd's own escape, and no shell sees it.
      assert.doesNotMatch(name, /[/\s\0$`;&|<>*?'"(){}!#~]/);
      assert.match(name, /^[\x21-\x7e]{1,255}$/);
    }),
    { numRuns: 1_000 },
  );
});

for (const parse of [parseVmName, parseAppName]) {
  test(`${parse.name}: accepted names are safe as a word and as a file name`, () => {
    fc.assert(
      fc.property(fc.oneof(untrustedName, label), (text) => {
        const name = attempt(() => parse(text));
        fc.pre(name !== undefined);
        assert.equal(name, text);
        assert.match(name, /^[A-Za-z0-9_.-]{1,64}$/);
        assert.doesNotMatch(name, /^[-.]|[-.]$/);
      }),
      { numRuns: 1_000 },
    );
  });

  for (const name of [
    "",
    ".",
    "..",
    "-x",
    "a/b",
    "a b",
    "a@b",
    "a\n",
    "a".repeat(65),
  ]) {
    test(`${parse.name} refuses ${JSON.stringify(name).slice(0, 30)}`, () =>
      refuses(parse, name));
  }
}

test("what the makers make, the parsers read", () => {
  fc.assert(
    fc.property(label, label, instance, (one, other, number) => {
      const vm = parseVmName(one);
      const app = parseAppName(other);
      assert.equal(vmOfUnit(vmUnit(vm)), vm);
      assert.equal(parseUnitName(vmUnit(vm)), vmUnit(vm));
      assert.equal(parseUnitName(agentUnit(one)), `givc-${one}.service`);
      const unit = appUnit(app, number);
      assert.equal(parseUnitName(unit), unit);
      assert.deepEqual(parseAppInstance(unit), { app, instance: number, unit });
    }),
  );
});

test("an application instance that was read is a unit name", () => {
  const near = fc
    .tuple(fc.oneof(label, nearly), fc.oneof(nearly, instance.map(String)))
    .map(([app, number]) => `${app}@${number}.service`);
  fc.assert(
    fc.property(near, (text) => {
      const found = parseAppInstance(text);
      fc.pre(found !== undefined);
      assert.equal(parseUnitName(text), found.unit);
      assert.equal(parseAppName(found.app), found.app);
    }),
    { numRuns: 1_000 },
  );
});

test("good-app@42.service is instance 42 of good-app", () => {
  assert.deepEqual(parseAppInstance("good-app@42.service"), {
    app: "good-app",
    instance: 42,
    unit: "good-app@42.service",
  });
});

for (const text of [
  "just-a.service",
  "@1.service",
  "app@.service",
  "app@x.service",
  "app@-1.service",
  "app@2147483648.service",
  "app@99999999999.service",
  "a@b@0.service",
  "app@0.socket",
  "app@0.service\n",
]) {
  test(`${JSON.stringify(text)} is no application instance`, () => {
    assert.equal(parseAppInstance(text), undefined);
  });
}

for (const text of [
  "app-vm",
  "microvm@.service",
  "microvm@a/b.service",
  "microvm@a@b.service",
  "microvm@a.target",
]) {
  test(`${text} is the unit of no VM`, () => {
    assert.equal(vmOfUnit(text), undefined);
  });
}

test("agentUnit refuses what is no name", () => {
  for (const name of ["", "a b", "a/b", "a.service\n"])
    refuses(agentUnit, name);
});
