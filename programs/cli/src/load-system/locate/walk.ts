/** The way along a path of names and indexes through the syntax of a module. */

import type { SourcePath } from "@ghaf/module-system";
import type ts from "typescript";
import type { Meaning } from "./declarations.ts";
import { type Step, type Syntax, type Way, waysInto } from "./ways.ts";

export interface Reached {
  /** How many steps of the path were found. */
  readonly steps: number;
  /** The last one that was found; none: nothing was. */
  readonly at?: ts.Node;
  /** It is in a function's result. */
  readonly computed: boolean;
}

/** Where the walk stands. */
interface Standing {
  readonly expression: Meaning;
  /** Names before the rest of the path: `x.a` continues in `x` with `a`. */
  readonly members: readonly string[];
  /** How much of the path is found. */
  readonly steps: number;
}

interface Walk {
  readonly syntax: Syntax;
  readonly path: SourcePath;
  /** Answers, and for what is being asked: nothing; so circles end. */
  readonly known: Map<Meaning, Map<string, Reached>>;
}

/** `const a = a.x` would add names for ever. */
const MOST_MEMBERS = 10;

/** As far along the path as the syntax leads. */
export function walkTo(
  syntax: Syntax,
  expression: ts.Expression,
  path: SourcePath,
): Reached {
  const walk = { syntax, path, known: new Map() };
  return farthest(walk, { expression, members: [], steps: 0 });
}

function farthest(walk: Walk, standing: Standing): Reached {
  const { expression, members, steps } = standing;
  const key = JSON.stringify([steps, members]);
  const answers = walk.known.get(expression) ?? new Map<string, Reached>();
  walk.known.set(expression, answers);
  const known = answers.get(key);
  if (known !== undefined) return known;
  answers.set(key, { steps, computed: false });
  const reached = bestWay(walk, standing);
  answers.set(key, reached);
  return reached;
}

function bestWay(walk: Walk, standing: Standing): Reached {
  const { expression, members, steps } = standing;
  let best: Reached = { steps, computed: false };
  const step: Step | undefined = members[0] ?? walk.path[steps];
  if (step === undefined || members.length > MOST_MEMBERS) return best;
  for (const way of waysInto(walk.syntax, expression, step)) {
    const reached = follow(walk, standing, way);
    if (reached.steps > best.steps) best = reached;
    if (best.steps === walk.path.length) break;
  }
  return best;
}

function follow(walk: Walk, { members, steps }: Standing, way: Way): Reached {
  switch (way.kind) {
    case "inside": {
      const { value: expression, member } = way;
      const inner = member === undefined ? members : [member, ...members];
      const reached = farthest(walk, { expression, members: inner, steps });
      return way.computed ? { ...reached, computed: true } : reached;
    }
    case "found":
      return members.length > 0
        ? beyond(walk, way, { members: members.slice(1), steps })
        : { at: way.at, ...beyond(walk, way, { members, steps: steps + 1 }) };
  }
}

/** From the value of what was found. */
function beyond(
  walk: Walk,
  { value: expression }: Extract<Way, { kind: "found" }>,
  rest: Omit<Standing, "expression">,
): Reached {
  return expression === undefined
    ? { steps: rest.steps, computed: false }
    : farthest(walk, { expression, ...rest });
}
