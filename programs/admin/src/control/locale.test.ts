/** The vectors of the specification's appendix A, and the round trip of the file. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LOCALE_KEYS } from "../agents/agent-link.ts";
import { AdminError } from "../errors.ts";
import { formatLocaleFile, isLocale, readLocaleFile } from "./locale.ts";
import { parseTimezone, readTimezoneFile } from "./timezone.ts";

const LOCALES = [
  "en_US.UTF-8",
  "C",
  "POSIX",
  "C.UTF-8",
  "POSIX.UTF-8",
  "en",
  "ar_AE.UTF-8",
  "fi_FI@euro",
  "fi_FI@euro.UTF-8",
];
const NO_LOCALES = [
  "",
  "iwaenfli",
  "; whoami",
  "`whoami`",
  "en_US.UTF-8 ",
  "en US",
  "en_US.UTF-8\n",
  "kok_IN",
  "fi_FI.UTF-8@euro",
  "C@x",
  "en.UTF_8",
  `en.${"U".repeat(100)}`,
];
const TIMEZONES = [
  "UTC",
  "Europe/Helsinki",
  "Asia/Abu_Dhabi",
  "Etc/GMT+8",
  "GMT-0",
  "GB-Eire",
  "America/Port-au-Prince",
  "America/Argentina/Rio_Gallegos",
];
const NO_TIMEZONES = [
  "",
  "/foobar",
  "`whoami`",
  "Almost//Valid",
  "posixrules",
  "Foo_Bar/X",
  "right/UTC",
  "UTC\n",
  "../UTC",
  "Europe/../UTC",
  "U".repeat(256),
];

test("locales", () => {
  for (const text of LOCALES) assert.ok(isLocale(text), text);
  for (const text of NO_LOCALES) assert.ok(!isLocale(text), text);
});

test("time zones", () => {
  for (const text of TIMEZONES) assert.equal(parseTimezone(text), text);
  for (const text of NO_TIMEZONES) {
    assert.throws(() => parseTimezone(text), AdminError, text);
  }
});

test("the file of locales reads back, and nothing in it can be harmful", () => {
  const assignments = fc.array(
    fc
      .tuple(fc.constantFrom(...LOCALE_KEYS), fc.constantFrom(...LOCALES))
      .map(([key, value]) => ({ key, value })),
  );
  fc.assert(
    fc.property(assignments, (all) => {
      assert.deepEqual(readLocaleFile(formatLocaleFile(all)), all);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const { value } of readLocaleFile(text)) assert.ok(isLocale(value));
    }),
  );
});

test("the time zone is the first line of its file", () => {
  assert.equal(readTimezoneFile("UTC\nEurope/Helsinki"), "UTC");
  for (const text of ["", "\nUTC", "no zone", "; ls"]) {
    assert.equal(readTimezoneFile(text), undefined);
  }
});
