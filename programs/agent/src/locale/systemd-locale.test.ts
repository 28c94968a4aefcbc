import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentError } from "../errors.ts";
import { createSystemdLocale } from "./systemd-locale.ts";

const SETTINGS = new Map([
  ["LANG", "C"],
  ["LC_TIME", "en_US.UTF-8"],
] as const);

/** A machine on which some tools fail. */
function setUp(
  manager: "system" | "user",
  failing: Readonly<Record<string, AgentError>> = {},
) {
  const ran: string[] = [];
  const control = createSystemdLocale({
    manager,
    run: async ({ tool, args, deadlineMs }) => {
      assert.ok(deadlineMs < 5_000);
      ran.push([tool, ...args].join(" "));
      const failure = failing[tool];
      if (failure !== undefined) throw failure;
      return "";
    },
  });
  return { ran, control };
}

const DENIED = new AgentError("failed", "localectl: Access denied");

test("the system manager's tools", async () => {
  const { ran, control } = setUp("system");
  await control.setLocale(SETTINGS);
  await control.setEnvironment(SETTINGS);
  await control.setTimezone("Europe/Helsinki");
  assert.deepEqual(ran, [
    "localectl --no-ask-password set-locale LANG=C LC_TIME=en_US.UTF-8",
    "systemctl --no-ask-password set-environment LANG=C LC_TIME=en_US.UTF-8",
    "timedatectl --no-ask-password set-timezone Europe/Helsinki",
  ]);
});

test("a user's manager has the environment, the machine the rest", async () => {
  const { ran, control } = setUp("user");
  await control.setLocale(SETTINGS);
  await control.setEnvironment(SETTINGS);
  await control.setTimezone("Europe/Helsinki");
  assert.deepEqual(ran, [
    "localectl --no-ask-password set-locale LANG=C LC_TIME=en_US.UTF-8",
    "systemctl --no-ask-password --user set-environment LANG=C LC_TIME=en_US.UTF-8",
    "timedatectl --no-ask-password set-timezone Europe/Helsinki",
  ]);
});

test("where localed may not change anything, root uses Debian's own tool", async () => {
  const { ran, control } = setUp("system", { localectl: DENIED });
  await control.setLocale(SETTINGS);
  assert.deepEqual(ran.slice(1), [
    "update-locale --reset LANG=C LC_TIME=en_US.UTF-8",
  ]);
});

test("the failure that is told is that of the tool that belongs to the machine", async () => {
  const invalid = new AgentError("failed", "update-locale: invalid settings");
  const debian = { localectl: DENIED, "update-locale": invalid };
  await assert.rejects(setUp("system", debian).control.setLocale(SETTINGS), {
    message: "update-locale: invalid settings",
  });
  const missing = new AgentError("unavailable", "not installed");
  const other = { localectl: DENIED, "update-locale": missing };
  await assert.rejects(setUp("system", other).control.setLocale(SETTINGS), {
    message: "localectl: Access denied",
  });
});

test("neither a user nor a machine that is slow gets a second try", async () => {
  const user = setUp("user", { localectl: DENIED });
  await assert.rejects(user.control.setLocale(SETTINGS), DENIED);
  assert.equal(user.ran.length, 1);
  const late = new AgentError("timeout", "localectl did not end");
  const slow = setUp("system", { localectl: late });
  await assert.rejects(slow.control.setLocale(SETTINGS), late);
  assert.equal(slow.ran.length, 1);
});
