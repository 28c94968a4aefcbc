import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isFilePath, isFlag, isUrl } from "./arguments.ts";

function check(
  judge: (untrusted: string) => boolean,
  vectors: { readonly accepted: string[]; readonly refused: string[] },
): void {
  for (const text of vectors.accepted) assert.ok(judge(text), text);
  for (const text of vectors.refused) assert.ok(!judge(text), text);
}

test("flags: the vectors of appendix A", () => {
  check(isFlag, {
    accepted: ["-x", "--incognito", "-incognito", "--", "---", "--a_b-2"],
    refused: [
      "-",
      "--a=b",
      "--incognito;echo",
      "incognito",
      "",
      "--a b",
      "--a\n",
      "\n-a",
      "--ä",
      "—a",
    ],
  });
});

test("URLs: the vectors of appendix A", () => {
  check(isUrl, {
    accepted: [
      "http://example.com",
      "https://example.com?q=2#first",
      "https://localhost:8080/",
      "element://example.com",
      "io.element.desktop:/something/",
      "io.element.desktop:/example#123",
    ],
    refused: [
      "file:///etc/passwd",
      "elements://example.com",
      "tcp://example.com",
      "http://http://example.com",
      "https://example.com/a b",
      "https://exam ple.com",
      " https://example.com",
      "https://example.com ",
      "https://example.com$(x)",
      "https://example.com`x`",
      "https://user@example.com",
      "https://user:word@example.com",
      "",
    ],
  });
});

test("URLs: addresses, ports and what hides in a host", () => {
  check(isUrl, {
    accepted: [
      "http://10.0.0.1:80/x",
      "http://[::1]:8080",
      "http://[fe80::1]/?a=$(x)",
      "http://host_name.example.",
      "http://single",
      "https://example.com/@user",
      "https://example.com/ä",
    ],
    refused: [
      "HTTP://example.com",
      "http:example.com",
      "http:/example.com",
      "http://",
      "http:///etc",
      "http://:80",
      "http://example.com:",
      "http://example.com:99999",
      "http://999.1.1.1",
      "http://[::zz]",
      "http://example.com\\@other.com",
      "http://1:2@example.com",
      "http://example.com/\u0000",
      "http://example.com/\u2028",
      "element:",
      "element://user@example.com",
      "element:https://example.com",
      "javascript:alert(1)",
      `http://example.com/${"a".repeat(2083)}`,
    ],
  });
});

test("no URL that is accepted has user info or another scheme", () => {
  const part = fc.constantFrom(
    ..."http https element : / // @ ? # . - [ ] \\ a b.c ::1 80 % \t user".split(
      " ",
    ),
  );
  const text = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(""));
  const url = fc.oneof(
    text,
    text.map((rest) => `http://${rest}`),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(url, (untrusted) => {
      if (!isUrl(untrusted)) return;
      const { protocol, username, password, hostname } = new URL(
        untrusted.replace(/^element:\/*/, "http://"),
      );
      assert.match(protocol, /^https?:$/);
      assert.deepEqual([username, password], ["", ""]);
      assert.notEqual(hostname, "");
    }),
    { numRuns: 2_000 },
  );
});

test("file paths: the vectors of appendix A", () => {
  check(isFilePath, {
    accepted: [
      "/tmp/x",
      "/tmp/a b",
      "/tmp/(a)[b]{c}",
      "/tmp/a..b",
      "/",
      "/a-_.x",
    ],
    refused: [
      "tmp/x",
      "./x",
      "//x",
      "/tmp//x",
      "/tmp/../etc/passwd",
      "/tmp/..",
      "/tmp/./x",
      "/tmp/.",
      "/tmp/x/",
      "/tmp/a../b",
      "/tmp/$x",
      "/tmp/a\nb",
      "/tmp/a\u0000",
      "/tmp/ä",
      "/tmp/a;b",
      "/tmp/`a`",
      "",
    ],
  });
});

test("a file path that is accepted has only plain components", () => {
  const part = fc.constantFrom("/", ".", "..", "a", " ", "//", "...", "b c");
  const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (untrusted) => {
      if (!isFilePath(untrusted) || untrusted === "/") return;
      assert.ok(posix.isAbsolute(untrusted));
      const [first, ...components] = untrusted.split("/");
      assert.equal(first, "");
      for (const component of components) {
        assert.ok(!["", ".", ".."].includes(component), untrusted);
      }
    }),
    { numRuns: 2_000 },
  );
});
