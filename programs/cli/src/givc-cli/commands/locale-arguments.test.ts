import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLocaleArguments } from "./locale-arguments.ts";

// The vectors of the specification's appendix A.
const ACCEPTED = [
  "en_US.UTF-8",
  "C",
  "POSIX",
  "C.UTF-8",
  "POSIX.UTF-8",
  "en",
  "ar_AE.UTF-8",
  "fi_FI@euro",
  "fi_FI@euro.UTF-8",
  "fi_FI.UTF-8@euro",
  "kok_IN",
];
const REFUSED = [
  "",
  "iwaenfli",
  "; whoami",
  "`whoami`",
  "en_US.UTF-8 ",
  "en US",
  "C@x",
  "en.UTF_8",
  "en_US\n",
];

for (const locale of ACCEPTED) {
  test(`accepted: ${locale}`, () => {
    assert.deepEqual(parseLocaleArguments([locale]), [
      { key: "LANG", value: locale },
    ]);
    assert.deepEqual(parseLocaleArguments([`LC_ALL=${locale}`]), [
      { key: "LC_ALL", value: locale },
    ]);
  });
}

for (const locale of REFUSED) {
  test(`refused: ${JSON.stringify(locale)}`, () => {
    assert.throws(() => parseLocaleArguments([locale]), { code: "usage" });
    assert.throws(() => parseLocaleArguments([`LANG=${locale}`]), {
      code: "usage",
      message: `LANG: ${JSON.stringify(locale)} is no locale`,
    });
  });
}

test("a bare locale first sets LANG, and the rest does not count", () => {
  assert.deepEqual(parseLocaleArguments(["C", "LC_TIME=nonsense!"]), [
    { key: "LANG", value: "C" },
  ]);
});

test("LC_ALL rules alone", () => {
  const given = ["LANG=C", "LC_ALL=en", "LC_TIME=fi_FI"];
  assert.deepEqual(parseLocaleArguments(given), [
    { key: "LC_ALL", value: "en" },
  ]);
});

test("assignments keep their order when LANG is among them", () => {
  assert.deepEqual(parseLocaleArguments(["LC_TIME=fi_FI", "LANG=C"]), [
    { key: "LC_TIME", value: "fi_FI" },
    { key: "LANG", value: "C" },
  ]);
});

test("neither LANG nor LC_ALL, an unknown key, a bare word after assignments", () => {
  assert.throws(() => parseLocaleArguments(["LC_TIME=C"]), {
    message: "neither LANG nor LC_ALL is given",
  });
  assert.throws(() => parseLocaleArguments(["LANG=C", "LC_FOO=C"]), {
    message: '"LC_FOO" is no locale variable',
  });
  assert.throws(() => parseLocaleArguments(["LANG=C", "en"]), {
    message: '"en" is neither a locale nor KEY=locale',
  });
});
