import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentError } from "../errors.ts";
import { fakeApplication } from "../fake-machine.ts";
import { commandOf, createManifest } from "./manifest.ts";

const manifest = createManifest(
  ["foot", "-", "1", "valid", "a", "my-service"].map((name) =>
    // Names shorter than the grammar of configurations: of the specification's vectors.
    ({ ...fakeApplication("foot"), name: name as never }),
  ),
);

test("accepted names of the specification's vectors", () => {
  for (const unit of [
    "-@-.service",
    "1@1.service",
    "valid@my-service.service",
    "foot@0.service",
  ]) {
    assert.equal(manifest.readLaunch(unit).unit, unit);
  }
});

test("refused names of the specification's vectors, and some of ours", () => {
  for (const unit of [
    "a@valid@my-service.service",
    "my-service@.service",
    "foot@0.socket",
    "foot@0.service\n",
    "foot@../x.service",
    "foot@%i.service",
    `foot@${"1".repeat(300)}.service`,
  ]) {
    assert.throws(
      () => manifest.readLaunch(unit),
      (error) =>
        error instanceof AgentError &&
        error.code === "invalid-request" &&
        error.message === "failure parsing application name",
      unit,
    );
  }
});

test("an application that is not in the manifest is not found, whatever follows it", () => {
  for (const unit of ["@1.service", "foo@0.service", "foot.service", ""]) {
    assert.throws(
      () => manifest.readLaunch(unit),
      (error) =>
        error instanceof AgentError &&
        error.code === "not-found" &&
        error.message.startsWith("application not found in manifest: "),
      unit,
    );
  }
});

test("instances are numbered units of the manifest", () => {
  assert.equal(manifest.ofUnit("foot@12.service")?.name, "foot");
  assert.equal(manifest.ofUnit("foot@x.service"), undefined);
  assert.equal(manifest.ofUnit("foo@1.service"), undefined);
  assert.equal(manifest.ofUnit("foot.service"), undefined);
  assert.equal(manifest.patterns[0], "foot@*.service");
});

test("a command is cut at every single space", () => {
  const cut = (command: string) =>
    commandOf(fakeApplication("foot", { command }));
  assert.deepEqual(cut("/bin/foot"), ["/bin/foot"]);
  assert.deepEqual(cut("/bin/foot --title 'a b'  x"), [
    "/bin/foot",
    "--title",
    "'a",
    "b'",
    "",
    "x",
  ]);
});
