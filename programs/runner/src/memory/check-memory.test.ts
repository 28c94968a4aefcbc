import assert from "node:assert/strict";
import { test } from "node:test";
import { exampleSpec } from "../spec/example-spec.ts";
import { parseSpec } from "../spec/read-spec.ts";
import {
  checkMemory,
  parseAvailable,
  readAvailableMemory,
} from "./check-memory.ts";

const { spec } = parseSpec(
  JSON.stringify({
    ...exampleSpec(),
    variants: [{ accelerator: "tcg", argv: ["qemu"] }],
  }),
  "spec.json",
);

test("a VM that fits starts, one that does not is refused with the numbers", async () => {
  await checkMemory(spec, async () => 256);
  await assert.rejects(
    checkMemory(spec, async () => 255),
    {
      code: "no-memory",
      message:
        "app-vm may take 256 MiB of memory, and this machine has 255 MiB to give: stop another VM, or let this one have less",
    },
  );
});

test("the kernel's number is read in MiB", async () => {
  const text = "MemTotal: 9 kB\nMemAvailable:   262144 kB\n";
  assert.equal(parseAvailable(text), 256);
  assert.equal(parseAvailable("MemTotal: 9 kB\n"), Number.POSITIVE_INFINITY);
  const here = await readAvailableMemory();
  assert.ok(here > 0 && Number.isFinite(here));
});
