/** What esbuild says about the files of a person, as our problems. */

import { dirname, relative, resolve } from "node:path";
import type { LocatedProblem } from "@ghaf/module-system";
import type { Location, Message } from "esbuild";
import {
  byPlace,
  excerpt,
  type FileFault,
  fileProblem,
  fileWarning,
} from "../file-problem.ts";
import { suggestFile } from "../nearest-file.ts";

/** The name of the text that esbuild starts with. */
export const START = "ghaf-start";

/** @param messages with places relative to the root folder */
export function errorProblems(
  messages: readonly Message[],
  fallback: string,
): readonly LocatedProblem[] {
  return messages
    .map(
      (message) =>
        ownProblem(message) ?? fileProblem(faultOf(message, fallback)),
    )
    .sort(byPlace);
}

export function warningProblems(
  messages: readonly Message[],
  fallback: string,
): readonly LocatedProblem[] {
  return messages
    .map((message) => fileWarning(faultOf(message, fallback)))
    .sort(byPlace);
}

/** A problem that our own plugin put into the message. */
function ownProblem({ detail }: Message): LocatedProblem | undefined {
  return typeof detail === "object" && detail !== null && "places" in detail
    ? (detail as LocatedProblem)
    : undefined;
}

function faultOf(message: Message, fallback: string): FileFault {
  // What starts the entries is ours and has no place.
  const location = message.location?.file === START ? null : message.location;
  const file = location === null ? fallback : fileOf(location);
  const said = inOurWords(message, file);
  if (location === null) return { file, ...said };
  const line = location.line;
  const column = columnOf(location);
  const given = excerpt(location.lineText);
  return { file, line, column, ...(given === "" ? {} : { given }), ...said };
}

function fileOf({ file }: Location): string {
  return resolve("/", file);
}

/** esbuild counts bytes from 0, we count UTF-16 units from 1. */
function columnOf({ lineText, column }: Location): number {
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return before.length + 1;
}

function inOurWords(
  message: Message,
  file: string,
): Pick<FileFault, "reason" | "fix"> {
  const unresolved = /^Could not resolve "(.*)"$/.exec(message.text)?.[1];
  if (unresolved !== undefined) return missing(unresolved, file);
  if (message.text.startsWith("Top-level await")) {
    const fix = "a configuration is made at once: call what does not wait";
    return { reason: "uses await outside of a function", fix };
  }
  if (message.id === "empty-import-meta") {
    const fix = "import the file instead: .json, .yaml and .txt become values";
    return { reason: "uses import.meta, which is empty here", fix };
  }
  const unnamed =
    /^No matching export in "(?:ghaf-provided:)?(.*)" for import "(.*)"$/.exec(
      message.text,
    );
  if (unnamed !== null) return notExported(message, unnamed, file);
  const twice = /^Duplicate key (".*") in object literal$/.exec(message.text);
  if (twice !== null) {
    const reason = `has the name ${twice[1]} twice, of which the last counts`;
    return { reason, fix: "keep one of the two" };
  }
  const fix = syntaxFix(message, file) ?? fixOf(message);
  return { reason: message.text, ...(fix === undefined ? {} : { fix }) };
}

/** What esbuild suggests follows from the grammar; these are what people do. */
function syntaxFix({ text }: Message, file: string): string | undefined {
  if (/^Unexpected "[“”„‘’]/.test(text)) return 'write plain quotes: "';
  if (text === "Unterminated string literal") {
    return "end the text with the quote that it begins with";
  }
  if (text === 'Expected "}" but found "-"') {
    return 'put a name with a hyphen in quotes: "microvm-host"';
  }
  if (text.startsWith('Expected "}" but found')) {
    return "separate options by commas, write values behind colons, and close each {";
  }
  const isScript = /\.m?js$/.test(file);
  return isScript && text.endsWith('but found ":"')
    ? "leave types out, or let the name of the file end in .ts"
    : undefined;
}

function missing(
  name: string,
  file: string,
): Pick<FileFault, "reason" | "fix"> {
  const reason = `imports ${JSON.stringify(name)}, which does not exist`;
  if (/^\.{0,2}\//.test(name)) {
    const fix = suggestFile(resolve(dirname(file), name), name);
    return { reason, fix: fix ?? "make the file, or correct its path" };
  }
  const fix = `install the package beside the configuration, or begin the path of a file with ./`;
  return { reason, fix };
}

function notExported(
  message: Message,
  [, from = "", name = ""]: RegExpExecArray,
  importer: string,
): Pick<FileFault, "reason" | "fix"> {
  const source = from.startsWith("@") ? from : pathFrom(importer, from);
  const reason = `imports ${JSON.stringify(name)}, which ${source} does not export`;
  const otherwise = from.startsWith("@")
    ? `write \`type ${name}\` if it is a type`
    : "export it there, or import another name";
  return { reason, fix: fixOf(message) ?? otherwise };
}

function pathFrom(importer: string, file: string): string {
  const path = relative(dirname(importer), resolve("/", file));
  return path.startsWith(".") ? path : `./${path}`;
}

function fixOf({ notes, location }: Message): string | undefined {
  const suggestion = location?.suggestion ?? "";
  if (suggestion !== "") return `write ${suggestion}`;
  const said = notes.map(({ text }) => text).filter((text) => text !== "");
  return said.length === 0 ? undefined : said.join("; ");
}
