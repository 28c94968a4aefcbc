/** Each option changes something that somebody reads, or stands in the list of those that do not, with the reason. */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { UNREALISED } from "@ghaf/plan/unrealised";
import { checkout } from "../configuration/ghaf.ts";
import { feedsFile, feedsSource } from "./feeds-source.ts";
import { knownOptions } from "./known-options.ts";
import { feedsOf, observeAll } from "./observed.ts";
import { allProbes } from "./probes.ts";

const observed = await observeAll();
const feeds = feedsOf(observed);
const options = knownOptions();
/** A group is what its options are. */
const single = options.filter(({ isGroup }) => !isGroup);
const probed = new Set(allProbes.map(({ option }) => option));
const updates = process.env["GHAF_UPDATE_GOLDEN"] === "1";

function isListed(name: string): boolean {
  return UNREALISED.some(({ options: listed }) =>
    listed.some((group) => isWithin(name, group)),
  );
}

function isWithin(name: string, group: string): boolean {
  return name === group || name.startsWith(`${group}.`);
}

test("a probe begins with a description that can be planned, and changes it to another, or to a refusal", () => {
  for (const { probe, before, after, isChange } of observed) {
    const said = `${probe.option}: ${[...before.findings, ...after.findings].join("; ")}`;
    assert.notEqual(isChange, false, `${probe.option} has that value already`);
    switch (probe.shows) {
      case "files":
      case "image":
        assert.ok(before.isSound && after.isSound, said);
        break;
      case "findings":
        assert.notDeepEqual(before.findings, after.findings, said);
        break;
      case "refusal":
        assert.equal(after.isSound, false, said);
        break;
    }
  }
});

test("every option that has another value than the usual one has a probe", () => {
  const names = new Set(single.map(({ name }) => name));
  const strange = [...probed].filter((name) => !names.has(name));
  assert.deepEqual(strange, []);
  const without = [...names].filter((name) => !probed.has(name));
  assert.deepEqual(without.sort(), ONE_VALUE);
});

/** Read-only, or of a type with one value; or such that a check refuses every other. */
const ONE_VALUE: readonly string[] = [
  "ghaf.compatVersion",
  "ghaf.givc.adminConfig.protocol",
  "ghaf.hardware.nvidia.orin.carrierBoard",
  "ghaf.profiles.graphics.compositor",
  "ghaf.version",
  "guest.microvm.shares.*.proto",
];

test("what changes nothing is listed with a reason, and nothing else is", () => {
  const silent = single
    .map(({ name }) => name)
    .filter((one) => !feeds.has(one));
  const unlisted = silent.filter((name) => !isListed(name));
  assert.deepEqual(unlisted, [], "they change nothing: list them");
  const realised = [...feeds.keys()].filter(isListed);
  assert.deepEqual(realised, [], "they change something: list them no more");
});

test("the list names options, each once", () => {
  const listed = UNREALISED.flatMap((one) => one.options);
  for (const group of listed) {
    const name = `${group} is an option or a group of them`;
    assert.ok(
      options.some((option) => isWithin(option.name, group)),
      name,
    );
    const others = listed.filter((one) => one !== group);
    assert.ok(!others.some((other) => isWithin(group, other)), group);
  }
  assert.equal(new Set(listed).size, listed.length);
});

test("what options feed is what is committed for `ghaf explain`", () => {
  const source = feedsSource(feeds);
  if (updates) writeFileSync(feedsFile, source);
  assert.equal(readFileSync(feedsFile, "utf8"), source);
});

const countFile = join(checkout, "packages/plan/golden/unrealised.json");

test("fewer and fewer options are unrealised", () => {
  const unrealised = options.filter(
    ({ name }) => ![...feeds.keys()].some((fed) => isWithin(fed, name)),
  );
  const documented = unrealised.filter(({ isDocumented }) => isDocumented);
  const counts = { documented: documented.length, all: unrealised.length };
  const pinned = JSON.parse(readFileSync(countFile, "utf8"));
  assert.ok(counts.documented <= pinned.documented, "it may only fall");
  assert.ok(counts.all <= pinned.all, "it may only fall");
  if (updates) {
    writeFileSync(countFile, `${JSON.stringify(counts, null, 2)}\n`);
    return;
  }
  assert.deepEqual(counts, pinned, "fewer: GHAF_UPDATE_GOLDEN=1 says so");
});
