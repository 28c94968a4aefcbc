/** The bodies of `ghaf options`: all options, those found by words, and everything about one. */

import { resolve } from "node:path";
import {
  type DescribedOption,
  optionRecord,
} from "../../declaration/described.ts";
import {
  isAt,
  nearestOptions,
  optionsAt,
  searchOptions,
} from "../../declaration/find-options.ts";
import { openOptions } from "../../declaration/open-options.ts";
import { inline } from "../../declaration/value-text.ts";
import {
  type Face,
  json,
  type RenderOptions,
  renderList,
  yamlOf,
} from "../../output/render.ts";
import { renderFields } from "../../output/table.ts";
import { CliError } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface OptionsRequest {
  /** A configuration whose own options count too. */
  readonly config: string | undefined;
  readonly render: RenderOptions;
}

export async function listOptions(
  request: OptionsRequest,
  shell: Shell,
): Promise<void> {
  const options = await describe(request, showsPlaces(request), shell);
  const { surface } = shell;
  await surface.print(await renderList(LIST_FACE, options, request.render));
}

export async function findOptions(
  words: readonly string[],
  request: OptionsRequest,
  shell: Shell,
): Promise<void> {
  const options = await describe(request, showsPlaces(request), shell);
  const found = searchOptions(options, words);
  if (found.length === 0) {
    const typed = words.join(" ");
    throw new CliError("not-found", `no option says anything of ${typed}`, {
      hints: ["all of them: ghaf options"],
    });
  }
  const { surface } = shell;
  await surface.print(await renderList(FOUND_FACE, found, request.render));
}

export async function showOption(
  typed: string,
  request: OptionsRequest,
  shell: Shell,
): Promise<void> {
  const withPlaces = request.render.format !== "name";
  const options = await describe(request, withPlaces, shell);
  const found = optionsAt(options, typed);
  if (found.length === 0) throw unknownOption(typed, options);
  const own = found.find((option) => isAt(option, typed));
  const below = found.filter((option) => option !== own);
  const { render } = request;
  await shell.surface.print(
    own === undefined
      ? await renderList(LIST_FACE, below, render)
      : await renderOption(own, below, render),
  );
}

/** The narrow list has no column for them. */
function showsPlaces({ render: { format } }: OptionsRequest): boolean {
  return format !== "table" && format !== "name";
}

function describe(
  { config }: OptionsRequest,
  withPlaces: boolean,
  shell: Shell,
): Promise<readonly DescribedOption[]> {
  const file =
    config === undefined ? undefined : resolve(shell.io.folder, config);
  return openOptions({ file, withPlaces }, shell);
}

async function renderOption(
  option: DescribedOption,
  below: readonly DescribedOption[],
  render: RenderOptions,
): Promise<string> {
  const parts = below.length === 0 ? {} : { options: below.map(optionRecord) };
  const record = { ...optionRecord(option), ...parts };
  switch (render.format) {
    case "json":
      return json(record);
    case "yaml":
      return yamlOf(record);
    case "name":
      return renderList(LIST_FACE, [option, ...below], render);
    case "table":
    case "wide": {
      const facts = renderFields(factColumns(option), option, render);
      const list = await renderList(LIST_FACE, below, render);
      return list === "" ? facts : `${facts}\n${list}`;
    }
  }
}

function unknownOption(
  typed: string,
  options: readonly DescribedOption[],
): CliError {
  const near = nearestOptions(options, typed);
  const meant = near.length === 0 ? [] : [`did you mean ${near.join(", ")}?`];
  return new CliError("not-found", `there is no option or group ${typed}`, {
    hints: [...meant, `to search: ghaf options search ${typed}`],
  });
}

type Column = Face<DescribedOption>["columns"][number];

const NAME: Column = { title: "NAME", text: ({ name }) => name };
const TYPE: Column = { title: "TYPE", text: ({ type }) => shortened(type) };
const DEFAULT: Column = {
  title: "DEFAULT",
  text: (option) =>
    "default" in option ? shortened(inline(option.default)) : "",
};
const ORIGIN: Column = {
  ...{ title: "ORIGIN", wide: true },
  text: ({ origin }) => origin,
};
const DECLARED: Column = {
  ...{ title: "DECLARED IN", wide: true },
  text: ({ declaredIn }) => declaredIn ?? "",
};
const UNREALISED: Column = {
  title: "UNREALISED",
  text: ({ unrealised }) => unrealised ?? "",
};
const DESCRIPTION: Column = {
  title: "DESCRIPTION",
  text: ({ description }) => description,
};

const LIST_FACE: Face<DescribedOption> = {
  columns: [NAME, TYPE, DEFAULT, ORIGIN, DECLARED],
  name: ({ name }) => name,
  record: optionRecord,
};

const FOUND_FACE: Face<DescribedOption> = {
  ...LIST_FACE,
  columns: [NAME, TYPE, DESCRIPTION],
};

/** Without the fields that say nothing. */
function factColumns(option: DescribedOption): readonly Column[] {
  const written = (title: string, key: "default" | "example"): Column[] =>
    key in option ? [{ title, text: () => inline(option[key]) }] : [];
  return [
    NAME,
    { title: "TYPE", text: ({ type }) => type },
    ...written("DEFAULT", "default"),
    ...written("EXAMPLE", "example"),
    ...(option.readOnly
      ? [{ title: "READ-ONLY", text: () => "only the platform defines it" }]
      : []),
    { ...ORIGIN, wide: false },
    ...(option.declaredIn === undefined ? [] : [{ ...DECLARED, wide: false }]),
    ...(option.unrealised === undefined ? [] : [UNREALISED]),
    DESCRIPTION,
  ];
}

const LONGEST = 44;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
