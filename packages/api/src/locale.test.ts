import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LocaleMacroKey } from "./gen/locale/locale_pb.ts";
import { isLocale, isTimezone, LOCALE_KEYS, localeKey } from "./locale.ts";

test("locales of appendix A, of glibc and of languages with three letters are accepted", () => {
  for (const text of [
    ...["en_US.UTF-8", "C", "POSIX", "C.UTF-8", "POSIX.UTF-8", "en"],
    ...["ar_AE.UTF-8", "fi_FI@euro", "fi_FI@euro.UTF-8"],
    ...["fi_FI.UTF-8@euro", "kok_IN", "sr_RS@latin"],
  ]) {
    assert.ok(isLocale(text), text);
  }
});

test("what is no locale is refused", () => {
  for (const text of [
    ...["", "iwaenfli", "; whoami", "`id`", "en US", "C@x", "en.UTF_8"],
    ...["en_us", "EN", "a@b.c@d", "fi_FI@euro.UTF-8@euro", "en\n"],
    `en.${"x".repeat(300)}`,
  ]) {
    assert.ok(!isLocale(text), text);
  }
});

test("time zones of appendix A are accepted", () => {
  for (const text of [
    ...["UTC", "Europe/Helsinki", "Asia/Abu_Dhabi", "Etc/GMT+8", "GMT-0"],
    ...["GB-Eire", "America/Port-au-Prince", "America/Argentina/Rio_Gallegos"],
  ]) {
    assert.ok(isTimezone(text), text);
  }
});

test("what is no time zone is refused", () => {
  for (const text of [
    ...["/foobar", "`id`", "Almost//Valid", "posixrules", "Foo_Bar/X"],
    ...["right/UTC", "", "UTC\n", "../UTC", "Etc/../UTC"],
  ]) {
    assert.ok(!isTimezone(text), text);
  }
});

test("an accepted text holds nothing that a shell or a path minds", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (isLocale(text)) assert.match(text, /^[A-Za-z0-9_.@-]+$/);
      if (isTimezone(text)) assert.match(text, /^[A-Za-z0-9_+/-]+$/);
    }),
  );
});

test("keys have the order of their numbers on the wire", () => {
  for (const [number, key] of LOCALE_KEYS.entries()) {
    assert.equal(LocaleMacroKey[key], number);
    assert.equal(localeKey(key), key);
  }
  assert.equal(localeKey("PATH"), undefined);
});
