/** The bash script: one completion function, bash(1) "Programmable Completion". */

import { type Case, type Cases, casesOf } from "./cases.ts";
import type { Node, Source, Word } from "./words.ts";

export function bashScript(program: string, nodes: readonly Node[]): string {
  const cases = casesOf(nodes);
  const reply = (source: Source) => replyOf(program, source);
  const words = (list: readonly Word[]) =>
    reply({ kind: "words", words: list.map(({ text }) => text) });
  return `# bash completion of ${program}, made by: ${program} completion bash

# Names come from others: they are compared and quoted, never expanded.
_${program}_names() {
  local name
  while IFS= read -r name; do
    [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf %q "$name")")
  done < <(${program} "$@" 2>/dev/null)
}

_${program}() {
  local cur="" at="" last="" args=0 word
  local -a typed
  COMPREPLY=()
  # Not COMP_WORDS: bash splits those at the @ of an instance's name.
  read -ra typed <<<"\${COMP_LINE:0:COMP_POINT}"
  if [[ \${COMP_LINE:0:COMP_POINT} == *[![:space:]] ]]; then
    cur="\${typed[-1]}"
    unset "typed[-1]"
  fi
  for word in "\${typed[@]:1}"; do
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
  elif [[ $cur == -* ]]; then
    case "$at" in
${branches(cases.flags, words)}    esac
  else
    case "$at|$args" in
${branches(cases.commands, words)}${branches(cases.args, reply)}    esac
  fi
  # Readline replaces only what follows the last word break.
  if [[ $cur == *@* && $COMP_WORDBREAKS == *@* ]]; then
    COMPREPLY=("\${COMPREPLY[@]#"\${cur%"\${cur##*@}"}"}")
  fi
}

complete -F _${program} ${program}
`;
}

/** Also right for zsh, whose \`case\` is the same. */
export function walk(cases: Cases): string {
  const enter = cases.enter.map(
    ({ patterns, action }) =>
      `      ${pattern({ patterns, action })}) at=${quoted(action)} args=0 ;;\n`,
  );
  const taking = { patterns: cases.takesValue, action: undefined };
  return `${enter.join("")}      ${pattern(taking)}) last="$word" ;;\n`;
}

export function branches<Action>(
  cases: readonly Case<Action>[],
  write: (action: Action) => string,
): string {
  return cases
    .map((one) => `      ${pattern(one)}) ${write(one.action)} ;;\n`)
    .join("");
}

function pattern<Action>({ patterns, prefix }: Case<Action>): string {
  return patterns
    .map((text) => `${quoted(text)}${prefix === true ? "*" : ""}`)
    .join("|");
}

function replyOf(program: string, source: Source): string {
  switch (source.kind) {
    case "words":
      return `mapfile -t COMPREPLY < <(compgen -W ${quoted(source.words.join(" "))} -- "$cur")`;
    case "ask":
      return `_${program}_names ${source.command}`;
    case "files":
      return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur")`;
    case "folders":
      return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur")`;
    case "nothing":
      return ":";
  }
}

/** In single quotes, for any POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
