/** ARCHITECTURE.md and docs/scenarios.md are kept true. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { absent, pathsIn, rowProblem, scenarioRows } from "./documents.ts";
import { checkout } from "./sources.ts";

/** The acceptance scenarios of the specification, section 7. */
const scenarios = Object.entries({
  ADM: 20,
  APP: 7,
  SVC: 6,
  DBUS: 5,
  EVT: 4,
  OTA: 4,
}).flatMap(([letters, count]) =>
  Array.from({ length: count }, (_, index) => `${letters}-${index + 1}`),
);

function read(path: string): string {
  assert.ok(existsSync(join(checkout, path)), `${path} is to be written`);
  return readFileSync(join(checkout, path), "utf8");
}

describe("ARCHITECTURE.md", () => {
  it("names only what is there", () => {
    const paths = pathsIn(read("ARCHITECTURE.md"));
    assert.ok(paths.length >= 20, `names ${paths.length} paths`);
    assert.deepEqual(absent(paths), []);
  });

  it("would be caught when it did not", () => {
    const text =
      "`packages/api/src/names.ts`, then programs/{admin,agent}/src/gone.ts. See docs/none.md, and my/tests/x.ts";
    const paths = pathsIn(text);
    assert.deepEqual(paths, [
      "packages/api/src/names.ts",
      "programs/admin/src/gone.ts",
      "programs/agent/src/gone.ts",
      "docs/none.md",
    ]);
    assert.deepEqual(absent(paths), paths.slice(1));
  });
});

describe("docs/scenarios.md", () => {
  it("has every scenario once", () => {
    const ids = scenarioRows(read("docs/scenarios.md")).map(({ id }) => id);
    const missing = scenarios.filter((id) => !ids.includes(id));
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    assert.deepEqual({ missing, twice }, { missing: [], twice: [] });
  });

  it("names a test for each, or what it waits for", () => {
    const problems = scenarioRows(read("docs/scenarios.md")).flatMap((row) => {
      const problem = rowProblem(row);
      return problem === undefined ? [] : [`${row.id}: ${problem}`];
    });
    assert.deepEqual(problems, []);
  });

  it("would be caught when it did not", () => {
    const here = "tests/src/house/documents.test.ts";
    const problemOf = (cells: string) =>
      rowProblem({ id: "ADM-1", text: `| ADM-1 | ${cells} |` });
    assert.equal(problemOf(`${here} "has every scenario once"`), undefined);
    assert.equal(problemOf("waits for the display"), undefined);
    assert.match(problemOf("soon") ?? "", /names no test/);
    assert.match(
      problemOf(`tests/src/none.test.ts "a"`) ?? "",
      /does not exist/,
    );
    assert.match(problemOf(here) ?? "", /does not quote/);
    const other = `${here} "${["no", "such"].join(" ")}"`;
    assert.match(problemOf(other) ?? "", /no test called/);
  });
});
