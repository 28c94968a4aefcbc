/** The application manifest of an agent and its rules (control-plane specification 3.6 item 4). */

import type { Application } from "../gen/ghaf/config/v1/agent_config_pb.ts";
import { type AppName, parseAppName } from "../names.ts";
import { orNothing, type Place } from "./findings.ts";
import {
  ARGUMENT_KINDS,
  type ArgumentKind,
  type Instances,
  type ResolvedApplication,
} from "./resolved-agent-config.ts";

/** Applications without a usable name are left out of the result; the problem is noted. */
export function resolveApplications(
  messages: readonly Application[],
  place: Place,
): readonly ResolvedApplication[] {
  const names = messages.map((message) => message.name);
  return messages.flatMap((message, index) => {
    const at = place.at(index);
    const { command, directories } = message;
    const name = resolveName(message.name, at.at("name"));
    if (names.indexOf(message.name) < index) {
      const expected = "a name that no application before it has";
      at.at("name").wrong(expected, message.name);
    }
    checkCommand(command, at.at("command"));
    const args = resolveKinds(message.args, at.at("args"));
    checkDirectories(message, at.at("directories"));
    if (name === undefined) return [];
    const instances = instancesOf(message);
    return { name, command, args, directories, instances };
  });
}

function instancesOf({ singleInstance }: Application): Instances {
  if (singleInstance === undefined) return "guess";
  return singleInstance ? "one" : "many";
}

function resolveName(untrusted: string, place: Place): AppName | undefined {
  const expected =
    "an application name (letters, digits, `_` and `-`, at most 64)";
  const name = place.parse(expected, parseAppName, untrusted);
  // A dot is fine in a unit name but not where an application is launched.
  if (name?.includes(".")) place.wrong(expected, untrusted);
  return name;
}

function checkCommand(untrusted: string, place: Place): void {
  if (untrusted !== "" && !untrusted.startsWith(" ")) return;
  const expected = "a program, then its arguments separated by single spaces";
  place.wrong(expected, orNothing(untrusted));
}

function resolveKinds(
  untrusted: readonly string[],
  place: Place,
): readonly ArgumentKind[] {
  return untrusted.flatMap((word, index) => {
    const kind = ARGUMENT_KINDS.find((known) => known === word);
    if (kind !== undefined) return kind;
    place.at(index).wrong("flag, url or file", word);
    return [];
  });
}

function checkDirectories(message: Application, place: Place): void {
  const { args, directories } = message;
  const wantsFiles = args.includes("file");
  if (wantsFiles && directories.length === 0) {
    place.wrong("the directories that its file arguments are in", undefined);
  }
  if (!wantsFiles && directories.length > 0) {
    place.wrong("no directories, since args has no file", directories);
  }
  for (const [index, directory] of directories.entries()) {
    const usable = directory.startsWith("/") && !directory.includes("\0");
    if (!usable) place.at(index).wrong("an absolute path", directory);
  }
}
