/**
 * What `ghaf check` says of configurations with mistakes: each folder of
 * `tests/configurations/broken` is one, with what is said of it in `expected.txt`.
 * `GHAF_UPDATE_GOLDEN=1` writes those files anew; read them as whoever made the mistake.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { checkout, openWorkbench } from "./ghaf.ts";
import { contentOf, problemsIn, type Said } from "./said.ts";

const broken = join(checkout, "tests/configurations/broken");
const golden = "expected.txt";
const bench = openWorkbench();
after(() => bench.close());

const groups = readdirSync(broken).sort();
const cases = groups.flatMap((group) =>
  readdirSync(join(broken, group))
    .sort()
    .map((name) => `${group}/${name}`),
);

/** Nothing is wrong, but something is worth saying. */
const ONLY_WARNED: ReadonlySet<string> = new Set([
  "checks/clear-password",
  "checks/colours-alike",
  "checks/memory-of-the-machine",
  "checks/memory-too-little",
  "checks/memory-unknown",
  "checks/secret-in-a-file",
  "checks/vms-without-host",
  "checks/windows-without-screen",
  "syntax/twice",
]);

/** These are about a folder or about a file as a whole. */
const WITHOUT_LINE: ReadonlySet<string> = new Set([
  "files/folder",
  "files/none",
  "files/not-text",
  "files/two",
]);

describe("broken configurations", { concurrency: 2 }, () => {
  for (const name of cases) {
    test(name, async () => {
      const folder = join(broken, name);
      const before = contentOf(folder);
      const { status, stdout, stderr } = await bench.ghafAlone(
        ["check"],
        folder,
      );
      const said = withoutPlatformLines(stderr);
      if (process.env["GHAF_UPDATE_GOLDEN"] === "1") {
        writeFileSync(join(folder, golden), said);
      } else {
        assert.equal(said, expectedOf(name));
        assert.deepEqual(contentOf(folder), before, "nothing is written");
      }
      assert.equal(stdout, "");
      assert.equal(status, ONLY_WARNED.has(name) ? 0 : 2);
    });
  }
});

test("there are enough of them, and each says what its mistake is", () => {
  assert.ok(cases.length >= 110, `${cases.length}`);
  for (const name of cases) {
    const texts = [...contentOf(join(broken, name))];
    const stated = texts.filter(
      ([file, text]) =>
        /(^|\/)mistake\.txt$/.test(file) ||
        /^(?:\/\/|#) [A-Z].*\.$/m.test(text.split("\n", 1)[0] ?? ""),
    );
    assert.ok(stated.length >= 1, name);
  }
});

test("each problem has a line and column, and says what to do", () => {
  for (const name of cases) {
    const problems = problemsIn(expectedOf(name));
    assert.ok(problems.length > 0, name);
    for (const said of problems) {
      const { title, places } = said;
      const what = `${name}: ${title}`;
      assert.ok(places.length > 0 || WITHOUT_LINE.has(name), what);
      assert.ok(saysWhatToDo(said), what);
    }
  }
});

function saysWhatToDo({ title, fix }: Said): boolean {
  const says = fix || /expected .*, given /.test(title);
  return says || SPEAKS_FOR_ITSELF.some((text) => text.test(title));
}

/** The author's own words; why an option is gone; what a file is. */
const SPEAKS_FOR_ITSELF: readonly RegExp[] = [
  /: cannot be computed: /,
  /^threw while it was loaded: /,
  /^a check cannot be run: /,
  /: is not an option any more: /,
  /^is (?:a folder, not a file|not text in UTF-8)$/,
];

function expectedOf(name: string): string {
  return readFileSync(join(broken, name, golden), "utf8");
}

/** Lines of the platform change whenever it does. */
function withoutPlatformLines(text: string): string {
  return text.replace(
    /(packages\/(?:module-)?system\/src\/[^\s:]+):\d+(?::\d+)?/g,
    "$1:*",
  );
}
