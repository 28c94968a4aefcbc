/** The generated descriptors say what the specification's tables say: no less and no more. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptorFacts, generatedFiles } from "./descriptor-facts.ts";
import { GOLDEN } from "./golden.ts";
import { goldenFacts } from "./golden-facts.ts";

/** Ours; their contract is with ourselves, not with the reference. */
const OWN = /^ghaf\//;
const NOTHING: readonly string[] = [];

const files = (await generatedFiles()).filter(({ name }) => !OWN.test(name));

function factsOf(file: string): string[] {
  const found = files.find(({ name }) => `${name}.proto` === file);
  return found === undefined ? [] : descriptorFacts(found);
}

function difference(of: readonly string[], without: readonly string[]) {
  const known = new Set(without);
  return of.filter((fact) => !known.has(fact));
}

for (const golden of GOLDEN) {
  const wanted = goldenFacts(golden);
  const given = factsOf(golden.file);

  test(`${golden.file} has everything the tables state`, () => {
    assert.deepEqual(difference(wanted, given), NOTHING);
  });

  test(`${golden.file} has nothing the tables do not state`, () => {
    assert.deepEqual(difference(given, wanted), NOTHING);
  });
}

test("there is no file beside those of the tables and our own", () => {
  const known = GOLDEN.map(({ file }) => file);
  const given = files.map(({ name }) => `${name}.proto`);
  assert.deepEqual(given.toSorted(), known.toSorted());
});

test("the tables state each fact once", () => {
  const facts = GOLDEN.flatMap(goldenFacts);
  assert.equal(new Set(facts).size, facts.length);
});
