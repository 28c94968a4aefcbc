/** From the file of a person to an evaluated configuration whose problems have lines: the one place that knows all steps. */

import { statSync } from "node:fs";
import { extname } from "node:path";
import {
  type Evaluation,
  evaluate,
  type LocatedPlace,
  type LocatedProblem,
  type Place,
  type Problem,
} from "@ghaf/module-system";
import {
  builtinModules,
  evaluateSystem,
  type PlatformConfig,
  platform,
  type System,
} from "@ghaf/system";
import type { Environment } from "../connection/environment.ts";
import { Ended, exitStatus } from "../ghaf/cli-error.ts";
import type { Surface } from "../ghaf/surface.ts";
import { cacheFolder } from "../load-system/code/cache-folder.ts";
import { findSystemFile } from "../load-system/find-system-file.ts";
import { type Loaded, loadSystem } from "../load-system/load-system.ts";
import type { Locator } from "../load-system/locate/locator.ts";
import { refuseErrors, tellProblems } from "./tell-problems.ts";

/** What opening needs of the command's surroundings. */
export interface Surroundings {
  readonly env: Environment;
  readonly io: {
    /** Where the person is. */
    readonly folder: string;
  };
  readonly surface: Surface;
}

/** Says where things stand; looked up only for who asks. */
export type Locate = (
  places: readonly Place[],
) => Promise<readonly LocatedPlace[]>;

/** A configuration, whatever is wrong with it. */
export interface Opened {
  /** As an absolute path; absent when none was found. */
  readonly file: string | undefined;
  /** Absent: the file could not be loaded. */
  readonly evaluation: Evaluation<PlatformConfig> | undefined;
  /** Absent: something is wrong. */
  readonly system: System | undefined;
  /** Of the file and of the evaluation. */
  readonly problems: readonly LocatedProblem[];
  readonly locate: Locate;
}

/** A configuration that could be evaluated, perhaps with errors. */
export interface OpenedFile extends Opened {
  readonly evaluation: Evaluation<PlatformConfig>;
}

/** A configuration without errors. */
export interface Sound extends OpenedFile {
  readonly system: System;
}

/** What is called like a file and is a folder is left to who reads it, and says so. */
function isFolder(path: string): boolean {
  if (extname(path) !== "") return false;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @param file an absolute path of a file, or of the folder that it is searched in; without one it is searched in the current folder */
export async function openConfiguration(
  file: string | undefined,
  { env, io }: Surroundings,
): Promise<Opened> {
  const found =
    file === undefined || isFolder(file)
      ? findSystemFile(file ?? io.folder)
      : { file };
  if ("problem" in found) {
    return nothing({ file: undefined, problems: [found.problem] });
  }
  const cache = cacheFolder(env, env["HOME"]);
  const loaded = await loadSystem(found.file, {
    ...{ builtin: builtinModules, cache },
  });
  if (loaded.module === undefined) {
    return nothing({ file: found.file, problems: loaded.problems });
  }
  const { evaluation, system, problems } = evaluateSystem(loaded.module);
  const located = await locatedProblems(problems, loaded);
  return {
    ...{ file: found.file, evaluation, system },
    problems: [...loaded.problems, ...located],
    locate: locateBy(loaded),
  };
}

/** Ends the command, with everything said, if the file cannot be loaded. @throws Ended */
export async function openLoaded(
  file: string | undefined,
  surroundings: Surroundings,
): Promise<OpenedFile> {
  const opened = await openConfiguration(file, surroundings);
  const { evaluation } = opened;
  if (evaluation !== undefined) return { ...opened, evaluation };
  refuse(opened, surroundings);
}

/** Ends the command, with everything said, if there is an error. Warnings are said too. @throws Ended */
export async function openSound(
  file: string | undefined,
  surroundings: Surroundings,
): Promise<Sound> {
  const opened = await openConfiguration(file, surroundings);
  const { evaluation, system, problems } = opened;
  if (evaluation === undefined || system === undefined) {
    refuse(opened, surroundings);
  }
  tellProblems(problems, surroundings.io.folder, surroundings.surface);
  return { ...opened, evaluation, system };
}

/** The platform by itself. */
export function openPlatform(): {
  readonly evaluation: Evaluation<PlatformConfig>;
  readonly locate: Locate;
} {
  const evaluation = evaluate<PlatformConfig>([platform]);
  return { evaluation, locate: locateBy(undefined) };
}

function refuse({ problems }: Opened, { io, surface }: Surroundings): never {
  refuseErrors(problems, io.folder, surface);
  throw new Ended(exitStatus("configuration"));
}

function nothing(facts: Pick<Opened, "file" | "problems">): Opened {
  return {
    ...facts,
    evaluation: undefined,
    system: undefined,
    locate: locateBy(undefined),
  };
}

/** The parser is not loaded where nothing is wrong. */
async function locatedProblems(
  problems: readonly Problem[],
  loaded: Loaded,
): Promise<readonly LocatedProblem[]> {
  if (problems.length === 0) return [];
  return (await locatorFor(loaded)).locateProblems(problems);
}

function locateBy(loaded: Loaded | undefined): Locate {
  return async (places) => {
    const locator = await locatorFor(loaded);
    return places.map((place) => locator.locate(place));
  };
}

async function locatorFor(loaded: Loaded | undefined): Promise<Locator> {
  const { createLocator } = await import("../load-system/locate/locator.ts");
  return createLocator({
    sourceMapOf: (file) => loaded?.sourceMapOf(file),
  });
}
