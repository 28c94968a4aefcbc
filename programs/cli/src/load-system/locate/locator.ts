/** Turns the places of problems into lines of the files that people wrote. */

import type {
  LocatedPlace,
  LocatedProblem,
  ModuleOrigin,
  Place,
  Problem,
  SourcePath,
  SourcePosition,
} from "@ghaf/module-system";
import type ts from "typescript";
import { type ModuleCall, moduleCallAt } from "./module-call.ts";
import { createNames } from "./names.ts";
import {
  createToOriginal,
  type SourceMapOf,
  type ToOriginal,
} from "./original-position.ts";
import {
  createParsedFiles,
  type ParsedFiles,
  positionOf,
} from "./parsed-files.ts";
import { walkTo } from "./walk.ts";
import type { Syntax } from "./ways.ts";

/** Says where things stand. Never throws: what it cannot find is the enclosing line, or the label alone. */
export interface Locator {
  /** Files in the answer are absolute paths. */
  locate(place: Place): LocatedPlace;
  locateProblems(problems: readonly Problem[]): LocatedProblem[];
}

export interface LocatorPorts {
  /** For code that the loader made. */
  readonly sourceMapOf: SourceMapOf;
}

/** Loads the parser, which takes longer than most commands: only for who needs lines. */
export async function createLocator(ports: LocatorPorts): Promise<Locator> {
  const code: Code = {
    toOriginal: createToOriginal(ports.sourceMapOf),
    parser: await loadParser(),
  };
  const locate = (place: Place) => locatedPlace(code, place);
  return {
    locate,
    locateProblems: (problems) =>
      problems.map((problem) => locatedProblem(problem, locate)),
  };
}

/** What it takes to find a line in code. */
interface Code {
  readonly toOriginal: ToOriginal;
  readonly parser: Parser | undefined;
}

interface Parser extends Syntax {
  readonly files: ParsedFiles;
}

/** Nothing where the bundle was installed alone; then lines are those of the modules. */
async function loadParser(): Promise<Parser | undefined> {
  const loaded = await import("typescript").catch(() => undefined);
  if (loaded === undefined) return undefined;
  const typescript = loaded.default;
  const files = createParsedFiles(typescript);
  return { typescript, files, names: createNames(typescript, files) };
}

function locatedProblem(
  { places, declared, ...rest }: Problem,
  locate: Locator["locate"],
): LocatedProblem {
  return {
    ...rest,
    places: places.map(locate),
    ...(declared && { declared: locate(declared) }),
  };
}

interface Line {
  readonly position: SourcePosition;
  readonly computed: boolean;
}

function locatedPlace(code: Code, place: Place): LocatedPlace {
  const { origin } = place;
  const line = attempt(() =>
    origin.find === undefined
      ? lineInCode(code, place)
      : lineInData(origin.find, place.path),
  );
  const computed = place.computed === true || line?.computed === true;
  return {
    label: origin.label,
    ...(line && { position: line.position }),
    ...(computed && { computed }),
  };
}

/** A problem must be told even where its line cannot: syntax may be nested deeper than the stack. */
function attempt<Result>(find: () => Result): Result | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

/** The line of the path, or of the nearest thing around it that the file has. */
function lineInData(
  find: NonNullable<ModuleOrigin["find"]>,
  path: SourcePath,
): Line | undefined {
  for (let steps = path.length; steps >= 0; steps--) {
    const position = find(path.slice(0, steps));
    if (position) return { position, computed: steps < path.length };
  }
  return undefined;
}

function lineInCode(code: Code, place: Place): Line | undefined {
  const { site } = place.origin;
  const position = site && code.toOriginal(site);
  if (position === undefined) return undefined;
  const around = { position, computed: place.kind !== "module" };
  return attempt(() => lineInModule(code, place, position)) ?? around;
}

/** @param position that of the call which made the module, or near it */
function lineInModule(
  { parser }: Code,
  place: Place,
  position: SourcePosition,
): Line | undefined {
  const file = parser?.files.file(position.file);
  if (parser === undefined || file === undefined) return undefined;
  const found = moduleCallAt(parser.typescript, file, position);
  if (found === undefined) return undefined;
  return place.kind === "module" && place.path.length === 0
    ? lineOf(found.call, false)
    : lineInCall(parser, found, place);
}

function lineInCall(
  syntax: Syntax,
  { call, argument }: ModuleCall,
  place: Place,
): Line {
  const path = pathInArgument(place);
  const reached = walkTo(syntax, argument, path);
  const isShort = reached.steps < path.length;
  return lineOf(reached.at ?? call, isShort || reached.computed);
}

function lineOf(node: ts.Node, computed: boolean): Line {
  return { position: positionOf(node), computed };
}

/** What the reference writes for "each name" and "each element" has no syntax of its own. */
const EACH = /^(?:\*|<.*>)$/;

function pathInArgument({ kind, path, origin }: Place): SourcePath {
  if (kind === "declaration") {
    const names = path.filter((step) => !EACH.test(String(step)));
    return origin.form === "options" ? names : ["options", ...names];
  }
  // A part of the module itself: one of its imports.
  if (kind === "module") return path;
  return origin.form === "full" ? ["config", ...path] : path;
}
