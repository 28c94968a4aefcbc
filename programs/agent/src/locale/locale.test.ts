import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "@ghaf/daemon";
import fc from "fast-check";
import { FakeLocaleControl } from "./fake-locale-control.ts";
import { createLocale, parseAssignments, parseTimezone } from "./locale.ts";

function setUp() {
  const control = new FakeLocaleControl();
  const lines: string[] = [];
  const log = createLogger({
    level: "debug",
    write: (line) => lines.push(line),
    journal: false,
  });
  return { control, lines, locale: createLocale({ control, log }) };
}

function lang(value: string) {
  return [{ key: "LANG", value } as const];
}

test("locales: the vectors of appendix A", () => {
  const accepted =
    "en_US.UTF-8 C POSIX C.UTF-8 POSIX.UTF-8 en ar_AE.UTF-8 fi_FI@euro fi_FI@euro.UTF-8";
  for (const value of accepted.split(" ")) {
    assert.deepEqual([...parseAssignments(lang(value))], [["LANG", value]]);
  }
  const refused = [
    "",
    "iwaenfli",
    "; whoami",
    "`whoami`",
    "en_US UTF-8",
    "C@x",
    "en.UTF_8",
    "en\n",
    "-en",
    `en.${"a".repeat(300)}`,
  ];
  for (const value of refused) {
    assert.throws(() => parseAssignments(lang(value)), { name: "AgentError" });
  }
});

test("time zones: the vectors of appendix A", () => {
  const accepted =
    "UTC Europe/Helsinki Asia/Abu_Dhabi Etc/GMT+8 GMT-0 GB-Eire America/Port-au-Prince America/Argentina/Rio_Gallegos";
  for (const zone of accepted.split(" ")) {
    assert.equal(parseTimezone(zone), zone);
  }
  const refused =
    "/foobar `whoami` Almost//Valid posixrules Foo_Bar/X right/UTC Europe/ Europe/../UTC";
  for (const zone of ["", "A\n", "A B", ...refused.split(" ")]) {
    assert.throws(() => parseTimezone(zone), { name: "AgentError" });
  }
});

test("nothing that is accepted could be an option or another assignment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (value) => {
      for (const parse of [
        () => parseTimezone(value),
        () => parseAssignments(lang(value)),
      ]) {
        try {
          parse();
        } catch {
          continue;
        }
        assert.match(value, /^[A-Za-z][A-Za-z0-9_@.+/-]*$/);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("LC_ALL is spelled out, and wins over single categories", () => {
  const settings = parseAssignments([
    { key: "LC_ALL", value: "fi_FI.UTF-8" },
    { key: "LC_TIME", value: "C" },
    { key: "LANG", value: "en_US.UTF-8" },
  ]);
  const { LANG, ...categories } = Object.fromEntries(settings);
  assert.equal(LANG, "en_US.UTF-8");
  assert.equal(Object.keys(categories).length, 12);
  assert.ok(!("LC_ALL" in categories));
  for (const value of Object.values(categories)) {
    assert.equal(value, "fi_FI.UTF-8");
  }
  const alone = parseAssignments([{ key: "LC_ALL", value: "C" }]);
  assert.equal(alone.get("LANG"), "C");
});

test("sets the machine's locale, then the service manager's environment", async () => {
  const { locale, control } = setUp();
  await locale.setLocale([
    { key: "LANG", value: "C" },
    { key: "LC_TIME", value: "en" },
    { key: "LANG", value: "en_US.UTF-8" },
  ]);
  assert.deepEqual(control.calls, [
    "setLocale LANG=en_US.UTF-8 LC_TIME=en",
    "setEnvironment LANG=en_US.UTF-8 LC_TIME=en",
  ]);
});

test("a failure of the environment is only logged", async () => {
  const { locale, control, lines } = setUp();
  control.failing.set("setEnvironment", "systemctl: no bus");
  await locale.setLocale(lang("C"));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^warning: .*systemctl: no bus/);
});

test("failures begin with what could not be done", async () => {
  const { locale, control } = setUp();
  control.failing.set("setLocale", "localectl: refused");
  control.failing.set("setTimezone", "timedatectl: no such zone");
  await assert.rejects(locale.setLocale(lang("C")), {
    code: "failed",
    message: "cannot set locale: localectl: refused",
  });
  assert.deepEqual(control.calls, ["setLocale LANG=C"]);
  await assert.rejects(locale.setTimezone("UTC"), {
    code: "failed",
    message: "cannot set timezone: timedatectl: no such zone",
  });
  await assert.rejects(locale.setLocale([]), {
    code: "invalid-request",
    message: "cannot set locale: no assignments",
  });
  await assert.rejects(locale.setLocale(lang("; whoami")), {
    code: "invalid-request",
    message: 'cannot set locale: LANG: "; whoami" is not a locale',
  });
  await assert.rejects(locale.setTimezone("right/UTC"), {
    code: "invalid-request",
    message: 'cannot set timezone: "right/UTC" is not a time zone',
  });
});

test("changes happen in the order they were asked for, and not without bound", async () => {
  const { locale, control } = setUp();
  control.failing.set("setLocale", "no");
  const changes = Array.from({ length: 40 }, (_, index) =>
    index === 0 ? locale.setLocale(lang("C")) : locale.setTimezone(`Z${index}`),
  );
  const results = await Promise.allSettled(changes);
  const reasons = results.map((result) =>
    result.status === "rejected" ? String(result.reason.message) : "done",
  );
  assert.equal(reasons[0], "cannot set locale: no");
  assert.deepEqual(new Set(reasons.slice(1, 16)), new Set(["done"]));
  const refused = "cannot set timezone: too many changes at once";
  assert.deepEqual(new Set(reasons.slice(16)), new Set([refused]));
  assert.deepEqual(
    control.calls.slice(1),
    Array.from({ length: 15 }, (_, index) => `setTimezone Z${index + 1}`),
  );
  await locale.setTimezone("UTC");
  assert.equal(control.calls.at(-1), "setTimezone UTC");
});
