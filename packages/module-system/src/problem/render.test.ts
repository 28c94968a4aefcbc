import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LocatedPlace, LocatedProblem } from "./problem.ts";
import {
  type ProblemStyle,
  problemCount,
  renderProblems,
  sortedProblems,
} from "./render.ts";

const STYLE: ProblemStyle = {
  file: (file) => file.replace("/home/me/", ""),
  visible: (text) => text.replace(/[\u0000-\u001f]/g, "?"),
  paint: (_tone, text) => text,
};

function at(line: number, file = "/home/me/system.ts"): LocatedPlace {
  return { label: file, position: { file, line, column: 9 } };
}

const WRONG: LocatedProblem = {
  level: "error",
  code: "wrong-type",
  path: "ghaf.virtualization.microvm.appvm.vms[0].ramMb",
  reason: "has a value of another type",
  expected: "signed integer",
  given: '"lots"',
  fix: "write a number of mebibytes, as 4096",
  places: [at(23)],
  declared: at(41, "packages/system/src/options/virtualization.ts"),
};

const CONFLICT: LocatedProblem = {
  level: "error",
  code: "conflict",
  path: "ghaf.layout",
  reason: 'is both "default" and "headless"',
  places: [at(4), at(9, "/home/me/profile.ts"), at(4)],
};

const SYNTAX: LocatedProblem = {
  level: "error",
  code: "file",
  path: "",
  reason: 'Expected ";" but found "x"\n  ghaf x\n       ^',
  places: [at(2, "/home/me/other.ts")],
};

const RENAMED: LocatedProblem = {
  level: "warning",
  code: "renamed",
  path: "ghaf.old",
  reason: "is now called ghaf.new",
  fix: "write ghaf.new\nand drop ghaf.old",
  places: [{ ...at(1), computed: true }],
};

const HINT: LocatedProblem = {
  level: "hint",
  code: "check",
  path: "ghaf.hardware.definition.memoryMiB",
  reason: "the memory of the VMs is not checked\u001b[2J",
  places: [{ label: "the platform" }],
};

test("errors by file and line, then warnings, then hints", () => {
  const text = renderProblems(
    [HINT, RENAMED, WRONG, SYNTAX, CONFLICT, WRONG],
    STYLE,
  );
  assert.equal(
    text,
    `error: Expected ";" but found "x"
    ghaf x
         ^
  at other.ts:2:9
error: ghaf.layout: is both "default" and "headless"
  at system.ts:4:9
  at profile.ts:9:9
error: ghaf.virtualization.microvm.appvm.vms[0].ramMb: expected signed integer, given "lots"
  at system.ts:23:9
  declared in packages/system/src/options/virtualization.ts:41
  fix: write a number of mebibytes, as 4096
warning: ghaf.old: is now called ghaf.new
  at system.ts:1:9 (computed)
  fix: write ghaf.new
       and drop ghaf.old
hint: ghaf.hardware.definition.memoryMiB: the memory of the VMs is not checked?[2J
  in the platform
`,
  );
});

test("what is expected stands beside a reason of another kind", () => {
  const { given: _given, ...rest } = WRONG;
  assert.match(
    renderProblems(
      [{ ...rest, code: "missing-value", reason: "has no value" }],
      STYLE,
    ),
    /^error: \S+: has no value: expected signed integer\n/,
  );
});

test("colours are on the level and the first line only", () => {
  const painted = renderProblems([CONFLICT], {
    ...STYLE,
    paint: (tone, text) => `<${tone}>${text}</>`,
  });
  assert.equal(
    painted.split("\n")[0],
    '<bad>error:</> <strong>ghaf.layout: is both "default" and "headless"</>',
  );
  assert.equal(painted.match(/<\/>/g)?.length, 2);
});

test("they are counted by level", () => {
  assert.equal(problemCount([]), "no problems");
  assert.equal(problemCount([RENAMED]), "1 warning");
  assert.equal(
    problemCount([HINT, WRONG, RENAMED, CONFLICT]),
    "2 errors, 1 warning, 1 hint",
  );
});

test("the order in which they were found does not matter", () => {
  const all = [WRONG, CONFLICT, SYNTAX, RENAMED, HINT];
  const expected = sortedProblems(all);
  const shuffled = fc.shuffledSubarray(all, { minLength: all.length });
  fc.assert(
    fc.property(shuffled, (some) => {
      assert.deepEqual(sortedProblems(some), expected);
    }),
  );
});
