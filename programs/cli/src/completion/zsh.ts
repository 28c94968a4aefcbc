/** The zsh script: one completion function, zshcompwid(1) and zshcompsys(1). */

import { branches, quoted, walk } from "./bash.ts";
import { casesOf } from "./cases.ts";
import type { Node, Source, Word } from "./words.ts";

export function zshScript(program: string, nodes: readonly Node[]): string {
  const cases = casesOf(nodes);
  const reply = (source: Source) => replyOf(program, source);
  return `#compdef ${program}
# zsh completion of ${program}, made by: ${program} completion zsh

_${program}_names() {
  local -a names
  names=("\${(@f)$(${program} "$@" 2>/dev/null)}")
  compadd -- \${names:#}
}

_${program}() {
  local at="" last="" word
  local -i args=0
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ -z $word ]] && continue
    if [[ -n $last ]]; then
      last=""
      continue
    fi
    case "$at|$word" in
${walk(cases)}      *"|--") return ;;
      *"|-"*) ;;
      *) args=$((args + 1)) ;;
    esac
  done
  if [[ -n $last ]]; then
    case "$at|$last" in
${branches(cases.values, reply)}    esac
  elif [[ $words[CURRENT] == -* ]]; then
    case "$at" in
${branches(cases.flags, (words) => describe("option", words))}    esac
  else
    case "$at|$args" in
${branches(cases.commands, (words) => describe("command", words))}${branches(cases.args, reply)}    esac
  fi
}

if [[ $funcstack[1] == _${program} ]]; then
  _${program} "$@"
else
  compdef _${program} ${program}
fi
`;
}

/** Words with what they mean beside them. */
function describe(what: string, words: readonly Word[]): string {
  const list = words.map(({ text, description }) =>
    quoted(`${text.replaceAll(":", "\\:")}:${description}`),
  );
  return `found=(${list.join(" ")}); _describe ${what} found`;
}

function replyOf(program: string, source: Source): string {
  switch (source.kind) {
    case "words":
      return `compadd -- ${source.words.map(quoted).join(" ")}`;
    case "ask":
      return `_${program}_names ${source.command}`;
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "nothing":
      return ":";
  }
}
