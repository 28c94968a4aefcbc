import assert from "node:assert/strict";
import { test } from "node:test";
import { LocaleClient, LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import { createRpcClient } from "@ghaf/api/rpc";
import { createLogger } from "@ghaf/daemon";
import { inMemoryTransport } from "@ghaf/transport";
import { toRpcError } from "../rpc-error.ts";
import { createLocalLocale } from "./local-locale.ts";
import { createLocale } from "./locale.ts";
import { localeService } from "./service.ts";

function setUp() {
  const control = createLocalLocale();
  const log = createLogger({ level: "error", write: () => {}, journal: false });
  const transport = inMemoryTransport({
    services: [localeService(createLocale({ control, log }))],
    peer: { kind: "memory" },
    toRpcError,
  });
  return { control, client: createRpcClient(LocaleClient, transport) };
}

/** In the order of their wire numbers, 0 to 12. */
const NAMES =
  "LANG LC_ADDRESS LC_COLLATE LC_CTYPE LC_IDENTIFICATION LC_MONETARY LC_MESSAGES LC_MEASUREMENT LC_NAME LC_NUMERIC LC_PAPER LC_TELEPHONE LC_TIME";

test("every variable of the wire arrives under its name", async () => {
  const { control, client } = setUp();
  const names = NAMES.split(" ");
  const assignments = names.map((_, key) => ({
    key: key as LocaleMacroKey,
    value: "fi_FI.UTF-8",
  }));
  await client.localeSet({ assignments });
  assert.deepEqual([...control.current().locale.keys()], names);
});

test("LC_ALL arrives as every category", async () => {
  const { control, client } = setUp();
  const key = LocaleMacroKey.LC_ALL;
  await client.localeSet({ assignments: [{ key, value: "C" }] });
  assert.equal(control.current().locale.size, 13);
});

test("a time zone arrives", async () => {
  const { control, client } = setUp();
  await client.timezoneSet({ Timezone: "Europe/Helsinki" });
  assert.equal(control.current().timezone, "Europe/Helsinki");
});

test("what is wrong is refused and changes nothing", async () => {
  const { control, client } = setUp();
  await assert.rejects(client.localeSet({ assignments: [] }), {
    code: "invalid-argument",
    message: "cannot set locale: no assignments",
  });
  const unknown = { key: 14 as LocaleMacroKey, value: "C" };
  await assert.rejects(client.localeSet({ assignments: [unknown] }), {
    code: "invalid-argument",
    message: "cannot set locale: unknown variable",
  });
  await assert.rejects(client.timezoneSet({ Timezone: "" }), {
    code: "invalid-argument",
    message: 'cannot set timezone: "" is not a time zone',
  });
  assert.deepEqual(control.current(), {
    locale: new Map(),
    timezone: undefined,
  });
});
