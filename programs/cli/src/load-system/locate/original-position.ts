/** From a position in running code to the one in the file that a person wrote, through source maps. */

import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CallSite, SourcePosition } from "@ghaf/module-system";
import { textOf } from "./text-of.ts";

/** The source map, as JSON text, of code that is in no file; its sources are absolute or relative to the folder of `file`. */
export type SourceMapOf = (file: string) => string | undefined;

/** Nothing when the code was made by a bundler and its map is missing or silent. */
export type ToOriginal = (site: CallSite) => SourcePosition | undefined;

interface OpenMap {
  readonly map: SourceMap;
  /** What its sources are relative to. */
  readonly folder: string;
}

/** Compiled from bundled from compiled: more than there are. */
const MOST_MAPS = 3;

/** @param sourceMapOf asked first; a map beside the file (`x.js.map`) is found without it */
export function createToOriginal(sourceMapOf: SourceMapOf): ToOriginal {
  const maps = new Map<string, OpenMap | undefined>();
  const opened = (key: string, text: () => string | undefined) => {
    if (!maps.has(key)) maps.set(key, openMap(key, text()));
    return maps.get(key);
  };
  // A source that the map names may itself be somebody's compiled code.
  const compiledFrom = (at: SourcePosition, left: number): SourcePosition => {
    const map = opened(at.file, () => mapBeside(at.file));
    const source = map && left > 0 ? mapped(map, at) : undefined;
    return source === undefined ? at : compiledFrom(source, left - 1);
  };
  return (site) => {
    const at = { ...site, file: pathOf(site.file) };
    const map = opened(
      at.file,
      () => sourceMapOf(at.file) ?? mapBeside(at.file),
    );
    if (map === undefined) return isWritten(at.file) ? at : undefined;
    const source = mapped(map, at);
    // The loader may have called its code by the name of the file it is from.
    if (source === undefined || source.file === at.file) return source;
    return compiledFrom(source, MOST_MAPS);
  };
}

function pathOf(file: string): string {
  try {
    return file.startsWith("file:") ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}

/** Without a map, .cjs is what our bundler wrote; lines of minified code help nobody. */
function isWritten(file: string): boolean {
  return isAbsolute(file) && !file.endsWith(".cjs");
}

function mapBeside(file: string): string | undefined {
  return isAbsolute(file) ? textOf(`${file}.map`) : undefined;
}

function openMap(file: string, text: string | undefined): OpenMap | undefined {
  if (text === undefined) return undefined;
  try {
    const payload = JSON.parse(text) as SourceMapPayload;
    const folder = resolve(dirname(file), pathOf(payload.sourceRoot ?? ""));
    return { map: new SourceMap(payload), folder };
  } catch {
    return undefined;
  }
}

function mapped(
  { map, folder }: OpenMap,
  { line, column }: SourcePosition,
): SourcePosition | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return undefined;
  return {
    file: resolve(folder, pathOf(entry.originalSource)),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}
