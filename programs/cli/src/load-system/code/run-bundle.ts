/** Runs the code of a configuration and takes the modules that it exports. */

import { Console } from "node:console";
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import {
  isModule,
  type LocatedProblem,
  type Module,
} from "@ghaf/module-system";
import { excerpt, fileProblem, positionAt } from "../file-problem.ts";
import { type ProvidedModules, requireFor } from "./provided.ts";
import { placeInSource, type RunningCode, thrownPlaces } from "./thrown.ts";

export interface RunRequest extends RunningCode {
  readonly code: string;
  /** In the order of the bundle. */
  readonly entries: readonly string[];
  readonly modules: ProvidedModules;
}

export interface RunResult {
  readonly modules: ReadonlyMap<string, Module>;
  readonly problems: readonly LocatedProblem[];
}

/** Long enough to get from inside of Node's own functions to the person's. */
const STACK_FRAMES = 100;

export function runBundle(request: RunRequest): RunResult {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = STACK_FRAMES;
  try {
    return runAll(runsOf(request), request);
  } catch (thrown) {
    // esbuild took what V8 does not compile.
    const [first = ""] = request.entries;
    return { modules: new Map(), problems: [threw(first, thrown, request)] };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

type Run = () => unknown;

function runsOf({ code, name, entries, modules }: RunRequest): readonly Run[] {
  const whole = compileFunction(
    code,
    ["require", "module", "exports", "console"],
    { filename: name },
  );
  const module: { exports: unknown } = { exports: {} };
  const [first = "/"] = entries;
  // What a configuration prints must not get between the data that we print.
  const console = new Console(process.stderr);
  whole(requireFor(modules, first), module, module.exports, console);
  return module.exports as readonly Run[];
}

function runAll(runs: readonly Run[], request: RunRequest): RunResult {
  const modules = new Map<string, Module>();
  const problems: LocatedProblem[] = [];
  const thrown = new Set<unknown>();
  for (const [index, file] of request.entries.entries()) {
    const outcome = outcomeOf(runs[index]);
    if ("module" in outcome) modules.set(file, outcome.module);
    else if ("exported" in outcome) {
      problems.push(noModule(file, outcome.exported));
    } else if (!thrown.has(outcome.thrown)) {
      // Two entries that import a file which throws: it is said once.
      thrown.add(outcome.thrown);
      problems.push(threw(file, outcome.thrown, request));
    }
  }
  return { modules, problems };
}

type Outcome =
  | { readonly module: Module }
  /** The default export, which is no module. */
  | { readonly exported: unknown }
  | { readonly thrown: unknown };

function outcomeOf(run: Run | undefined): Outcome {
  try {
    const exports = run?.();
    const exported = defaultOf(exports);
    // A CommonJS file may export the module as a whole.
    const module = [exported, exports].find(isModule);
    return module === undefined ? { exported } : { module };
  } catch (thrown) {
    return { thrown };
  }
}

function defaultOf(exports: unknown): unknown {
  return typeof exports === "object" && exports !== null
    ? (exports as { readonly default?: unknown }).default
    : undefined;
}

function noModule(file: string, exported: unknown): LocatedProblem {
  const reason =
    exported === undefined
      ? "exports no configuration"
      : `exports ${kindOf(exported)} as its default, which is not a configuration`;
  const fix = "write `export default defineSystem({ … })`";
  return fileProblem({ ...whereExported(file), reason, fix });
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Promise) {
    // What comes of it is of no interest, and must not end the process.
    value.catch(() => undefined);
    return "a promise";
  }
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The line of the default export; the first where there is none. */
function whereExported(file: string) {
  const text = readFileSync(file, "utf8");
  const at = Math.max(0, text.search(/^export\s+default\b|\bas default\b/m));
  return positionAt(file, text, at);
}

function threw(
  file: string,
  thrown: unknown,
  running: RunningCode,
): LocatedProblem {
  const reason = `threw while it was loaded: ${messageOf(thrown)}`;
  const position = placeInSource(thrownPlaces(thrown, running), running);
  if (position === undefined) return fileProblem({ file, reason });
  const given = givenAt(position.file, position.line);
  return fileProblem({ ...position, reason, given });
}

function givenAt(file: string, line: number): string {
  const text = readFileSync(file, "utf8");
  return excerpt(text.split("\n")[line - 1] ?? "");
}

function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error
      ? `${thrown.name}: ${thrown.message}`
      : String(thrown);
  } catch {
    return "something that has no text";
  }
}
