/** A file of data as a tree that knows where everything stands, whatever its notation. */

export type DataNode = DataScalar | DataList | DataMap;

/** Offsets are in UTF-16 units. */
interface At {
  readonly at: number;
}
export interface DataScalar extends At {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}
export interface DataList extends At {
  readonly kind: "list";
  readonly items: readonly DataNode[];
}
export interface DataMap extends At {
  readonly kind: "map";
  readonly entries: readonly DataEntry[];
}
/** `at` is where the name stands. */
export interface DataEntry extends At {
  readonly name: string;
  readonly node: DataNode;
}

/** What is wrong with the text. */
export interface DataFault extends At {
  /** A clause. */
  readonly reason: string;
  readonly fix?: string;
}

export interface ParsedData {
  /** Absent when nothing sensible could be read. */
  readonly node: DataNode | undefined;
  readonly faults: readonly DataFault[];
}

/** Nobody nests deeper by hand; what walks a tree may use the stack. */
export const DEEPEST = 100;

export const TOO_DEEP = `is nested more than ${DEEPEST} levels deep`;

/** The entries that repeat a name. */
export function repeatedNames(
  entries: readonly DataEntry[],
): readonly DataFault[] {
  const seen = new Set<string>();
  return entries.flatMap(({ name, at }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const reason = `has the name ${JSON.stringify(name)} twice`;
    return [{ at, reason, fix: "keep one of the two" }];
  });
}
