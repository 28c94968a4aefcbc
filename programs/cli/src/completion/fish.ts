/** The fish script: one function that prints the candidates, complete(1) of fish. */

import { type Case, type Cases, casesOf } from "./cases.ts";
import type { Node, Source, Word } from "./words.ts";

export function fishScript(program: string, nodes: readonly Node[]): string {
  const cases = casesOf(nodes);
  const reply = (source: Source) => replyOf(program, source);
  return `# fish completion of ${program}, made by: ${program} completion fish

function __${program}_complete
    set -l at ''
    set -l last ''
    set -l args 0
    set -l typed (commandline -opc)
    set -e typed[1]
    for word in $typed
        if test -n "$last"
            set last ''
            continue
        end
        switch "$at|$word"
${walk(cases)}            case '*|--'
                return
            case '*|-*'
            case '*'
                set args (math $args + 1)
        end
    end
    set -l cur (commandline -ct)
    if test -n "$last"
        switch "$at|$last"
${branches(cases.values, reply)}        end
    else if string match -q -- '-*' "$cur"
        switch "$at"
${branches(cases.flags, list)}        end
    else
        switch "$at|$args"
${branches(cases.commands, list)}${branches(cases.args, reply)}        end
    end
end

complete -c ${program} -f -a '(__${program}_complete)'
`;
}

function walk(cases: Cases): string {
  const enter = cases.enter.map(
    ({ patterns, action }) =>
      `            case ${patterns.map(quoted).join(" ")}\n                set at ${quoted(action)}\n                set args 0\n`,
  );
  const taking = cases.takesValue.map(quoted).join(" ");
  return `${enter.join("")}            case ${taking}\n                set last "$word"\n`;
}

function branches<Action>(
  cases: readonly Case<Action>[],
  write: (action: Action) => string,
): string {
  return cases
    .map(({ patterns, prefix, action }) => {
      const texts = patterns.map((text) =>
        quoted(prefix === true ? `${text}*` : text),
      );
      return `            case ${texts.join(" ")}\n                ${write(action)}\n`;
    })
    .join("");
}

/** Candidates with what they mean, a tab between. */
function list(words: readonly Word[]): string {
  const pairs = words.map(
    ({ text, description }) => `${quoted(text)} ${quoted(description)}`,
  );
  return `printf '%s\\t%s\\n' ${pairs.join(" ")}`;
}

function replyOf(program: string, source: Source): string {
  switch (source.kind) {
    case "words":
      return `printf '%s\\n' ${source.words.map(quoted).join(" ")}`;
    case "ask":
      return `${program} ${source.command} 2>/dev/null`;
    case "files":
      return '__fish_complete_path "$cur"';
    case "folders":
      return '__fish_complete_directories "$cur"';
    case "nothing":
      return "true";
  }
}

/** In single quotes, where fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
