/** The command line of what concerns the whole device or the person before it. */

import type { Command } from "commander";
import type { PowerVerb } from "../commands/control.ts";
import type { NotifyOptions } from "../commands/notify-user.ts";
import type { Context } from "../context.ts";

const POWER: readonly (readonly [PowerVerb, string])[] = [
  ["reboot", "restart the device"],
  ["poweroff", "switch the device off"],
  ["suspend", "suspend the device"],
  ["wakeup", "wake the device up"],
];

export function declareDevice(program: Command, context: Context): void {
  for (const [verb, text] of POWER) {
    program
      .command(verb)
      .description(text)
      .action(async () => {
        const { power } = await import("../commands/control.ts");
        await power(context, verb);
      });
  }
  program
    .command("sysinfo")
    .description("print version and security state of the host")
    .action(async () => {
      const { sysinfo } = await import("../commands/facts.ts");
      await sysinfo(context);
    });
  declareLocale(program, context);
  declareNotify(program, context);
  program
    .command("ctap")
    .description("run a security key operation; payload from stdin to its end")
    .argument("<op>", "operation, or operation+argument")
    .action(async (operation: string) => {
      const { ctap } = await import("../commands/ctap.ts");
      await ctap(context, operation);
    });
}

function declareLocale(program: Command, context: Context): void {
  program
    .command("set-locale")
    .description("set the language of every machine")
    .argument(
      "<assignment...>",
      "a locale for LANG, or KEY=locale with LANG or LC_ALL among them",
    )
    .action(async (assignments: string[]) => {
      const { setLocale } = await import("../commands/locale.ts");
      await setLocale(context, assignments);
    });
  program
    .command("set-timezone")
    .description("set the time zone of every machine")
    .argument("<timezone>", "for instance Europe/Helsinki")
    .action(async (timezone: string) => {
      const { setTimezone } = await import("../commands/locale.ts");
      await setTimezone(context, timezone);
    });
}

function declareNotify(program: Command, context: Context): void {
  program
    .command("notify-user")
    .description("show a notification on the desktop of a machine")
    .argument("<vm>")
    .option("--event <text>", "what happened", "Default Event")
    .option("--title <text>", "first line", "Default Title")
    .option("--urgency <word>", "low, normal or critical", "Normal")
    .option("--icon <name>", "icon of the theme", "dialog-information")
    .option("--message <text>", "the text", "(no message)")
    .action(async (vm: string, options: NotifyOptions) => {
      const { notifyUser } = await import("../commands/notify-user.ts");
      await notifyUser(context, vm, options);
    });
}
