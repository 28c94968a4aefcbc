/** Refusals, and the round trip of the files; the grammar's vectors are with the grammar. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isLocale, LOCALE_KEYS } from "@ghaf/api";
import fc from "fast-check";
import { AdminError } from "../errors.ts";
import {
  formatLocaleFile,
  parseAssignments,
  readLocaleFile,
} from "./locale.ts";
import { parseTimezone, readTimezoneFile } from "./timezone.ts";

const LOCALES = ["en_US.UTF-8", "C", "fi_FI@euro", "fi_FI.UTF-8@euro"];

test("the first assignment that is wrong is named", () => {
  const good = { key: 0, value: "en_US.UTF-8" };
  assert.deepEqual(parseAssignments([good]), [
    { key: "LANG", value: "en_US.UTF-8" },
  ]);
  const refusals: [{ key: number; value: string }[], RegExp][] = [
    [[], /no locale is given/],
    [[good, { key: 14, value: "C" }], /no locale key 14/],
    [[good, { key: 0, value: "; whoami" }], /"; whoami" is not a locale/],
  ];
  for (const [assignments, text] of refusals) {
    assert.throws(() => parseAssignments(assignments), text);
  }
});

test("a time zone that is wrong is named", () => {
  assert.equal(parseTimezone("Europe/Helsinki"), "Europe/Helsinki");
  assert.throws(() => parseTimezone("right/UTC"), AdminError);
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
