import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../output/colour.ts";
import { jsonFace, type MachineEntry, textFace } from "./entry-face.ts";

const ENTRY: MachineEntry = {
  machine: "app-vm",
  timeUs: BigInt(Date.UTC(2026, 10, 22, 6, 1, 2, 3)) * 1000n + 45n,
  unit: "foot@1.service",
  identifier: "foot",
  priority: 6,
  message: "hello",
  pid: 12,
};

const face = textFace(["app-vm", "admin-vm"], plain);

test("a line says when, where, who and what", () => {
  assert.equal(
    face(ENTRY),
    "2026-11-22T06:01:02.003045Z app-vm   foot[12]: hello\n",
  );
  const bare = { ...ENTRY, machine: "admin-vm", identifier: "", pid: 0 };
  assert.equal(
    face(bare),
    "2026-11-22T06:01:02.003045Z admin-vm foot@1.service: hello\n",
  );
  assert.match(face({ ...bare, unit: "" }), / admin-vm -: hello\n$/);
});

test("nothing of what a program wrote reaches the terminal, and no line can be forged", () => {
  const message = "a\u001b[2J\r\nb\t\u202ec";
  const identifier = "x\n2026";
  const lines = face({ ...ENTRY, message, identifier }).split("\n");
  assert.deepEqual(lines, [
    "2026-11-22T06:01:02.003045Z app-vm   x\\n2026[12]: a\\x1b[2J\\r",
    "2026-11-22T06:01:02.003045Z app-vm   x\\n2026[12]: b\\t\\u{202e}c",
    "",
  ]);
});

test("a time beyond every date is the last one", () => {
  const far = { ...ENTRY, timeUs: 2n ** 64n - 1n };
  assert.match(face(far), /^\+275760-09-13T00:00:00\.000\d{3}Z /);
});

test("each machine has a colour, and what is bad another", () => {
  const paint = (tone: string, text: string) => `<${tone}>${text}</>`;
  const painted = textFace(["app-vm", "admin-vm"], paint);
  assert.equal(
    painted({ ...ENTRY, priority: 3 }),
    "<quiet>2026-11-22T06:01:02.003045Z</> <cyan>app-vm  </> foot[12]: <bad>hello</>\n",
  );
  assert.match(painted({ ...ENTRY, machine: "admin-vm" }), /<magenta>admin-vm/);
});

test("as JSON an entry is one line with everything", () => {
  assert.deepEqual(JSON.parse(jsonFace(ENTRY)), {
    time: "2026-11-22T06:01:02.003045Z",
    machine: "app-vm",
    unit: "foot@1.service",
    identifier: "foot",
    pid: 12,
    priority: 6,
    message: "hello",
  });
  const bare = { ...ENTRY, unit: "", identifier: "", pid: 0, message: "a\nb" };
  const line = jsonFace(bare);
  assert.equal(line.indexOf("\n"), line.length - 1);
  assert.deepEqual(
    Object.values(JSON.parse(line)).filter((value) => value === null).length,
    3,
  );
});
