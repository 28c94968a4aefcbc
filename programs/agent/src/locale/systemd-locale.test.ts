import assert from "node:assert/strict";
import { test } from "node:test";
import { createSystemdLocale } from "./systemd-locale.ts";

const SETTINGS = new Map([
  ["LANG", "C"],
  ["LC_TIME", "en_US.UTF-8"],
] as const);

async function commands(manager: "system" | "user"): Promise<string[]> {
  const run: string[] = [];
  const control = createSystemdLocale({
    manager,
    run: async ({ tool, args, deadlineMs }) => {
      assert.ok(deadlineMs < 5_000);
      run.push([tool, ...args].join(" "));
      return "";
    },
  });
  await control.setLocale(SETTINGS);
  await control.setEnvironment(SETTINGS);
  await control.setTimezone("Europe/Helsinki");
  return run;
}

test("the system manager's tools", async () => {
  assert.deepEqual(await commands("system"), [
    "localectl --no-ask-password set-locale LANG=C LC_TIME=en_US.UTF-8",
    "systemctl --no-ask-password set-environment LANG=C LC_TIME=en_US.UTF-8",
    "timedatectl --no-ask-password set-timezone Europe/Helsinki",
  ]);
});

test("a user's manager has the environment, the machine the rest", async () => {
  assert.deepEqual(await commands("user"), [
    "localectl --no-ask-password set-locale LANG=C LC_TIME=en_US.UTF-8",
    "systemctl --no-ask-password --user set-environment LANG=C LC_TIME=en_US.UTF-8",
    "timedatectl --no-ask-password set-timezone Europe/Helsinki",
  ]);
});
