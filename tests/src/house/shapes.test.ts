/** Sizes and shapes of code: hard stops, from the first commit on. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  anysIn,
  changingVariables,
  limits,
  linesOf,
  opensWithComment,
  oversizedFunctions,
  quantile,
  readsOfProcess,
} from "./shapes.ts";
import { allSources, isTest, parseSource, type Source } from "./sources.ts";

const sources = allSources();
const shipped = sources.filter((source) => !isTest(source));

function sample(text: string, path = "packages/api/src/a.ts"): Source {
  return parseSource(path, path.slice(0, path.indexOf("/src/")), text);
}

describe("files", () => {
  it(`have at most ${limits.fileLines} lines`, () => {
    const long = sources
      .filter((source) => linesOf(source) > limits.fileLines)
      .map((source) => `${source.path}: ${linesOf(source)} lines`);
    assert.deepEqual(long, []);
  });

  it(`have fewer than ${limits.mostFileLines} lines in 95 of 100 cases`, () => {
    const typical = quantile(sources.map(linesOf), 0.95);
    assert.ok(typical < limits.mostFileLines, `${typical} lines`);
    assert.equal(quantile([5, 1, 3], 0.95), 5);
    assert.equal(quantile([...Array(100).keys()], 0.95), 94);
  });

  it("open with the sentence that decides what belongs in them", () => {
    const silent = shipped
      .filter((source) => !opensWithComment(source))
      .map((source) => source.path);
    assert.deepEqual(silent, []);
    assert.equal(opensWithComment(sample("#!/bin/x\n/** a */")), true);
    assert.equal(opensWithComment(sample("import 'a';\n/** a */")), false);
  });
});

describe("functions", () => {
  it("are short, flat and take few parameters", () => {
    assert.deepEqual(shipped.flatMap(oversizedFunctions), []);
  });

  it("are found when they are not", () => {
    const long = `function f() {${"\n".repeat(limits.functionLines)}}`;
    const deep =
      "const f = () => { for (;;) { if (a) { while (b) { try {} finally {} } } } };";
    const chain =
      "function f() { if (a) {} else if (b) {} else if (c) {} else if (d) {} }";
    const wide = "class A { m(a, b, c, d) {} }";
    const told = (text: string) =>
      oversizedFunctions(sample(text)).map((line) => line.split(": ")[1]);
    assert.deepEqual(told(long), ["81 lines"]);
    assert.deepEqual(told(deep), ["nested 4 deep"]);
    assert.deepEqual(told(chain), []);
    assert.deepEqual(told(wide), ["4 parameters"]);
  });
});

describe("code", () => {
  it("has no type any", () => {
    assert.deepEqual(sources.flatMap(anysIn), []);
    assert.deepEqual(anysIn(sample('const any = "any";\nlet b: any[];')), [
      "packages/api/src/a.ts:2",
    ]);
  });

  it("keeps no changing state in a module", () => {
    assert.deepEqual(shipped.flatMap(changingVariables), []);
    assert.deepEqual(changingVariables(sample("const a = 1;\nlet b = 2;")), [
      "packages/api/src/a.ts:2",
    ]);
  });

  it("reads environment and arguments only where a program is wired", () => {
    assert.deepEqual(sources.flatMap(readsOfProcess), []);
    const reading = "const home = process.env.HOME;";
    const inMain = sample(reading, "programs/cli/src/ghaf/main.ts");
    assert.deepEqual(readsOfProcess(inMain), []);
    assert.equal(readsOfProcess(sample(reading)).length, 1);
  });
});
