/** Option paths: linked steps while evaluating, text where a person reads or writes them. */

/** A path is its last step and the path before it. No path is the top. */
export interface Path {
  readonly before: Path | undefined;
  readonly step: string | number;
}

export function below(before: Path | undefined, step: string | number): Path {
  return { before, step };
}

export function stepsOf(path: Path | undefined): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = path; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}

const BARE = /^[A-Za-z_*<][\w<>*-]*$/;

/** `ghaf.vms[0].name`; names that are no words stand in quotes: `disks."a.b"`. */
export function formatSteps(steps: readonly (string | number)[]): string {
  let text = "";
  for (const step of steps) {
    if (typeof step === "number") text += `[${step}]`;
    else {
      const name = BARE.test(step) ? step : JSON.stringify(step);
      text += text === "" ? name : `.${name}`;
    }
  }
  return text;
}

export function formatPath(path: Path | undefined): string {
  return formatSteps(stepsOf(path));
}

const STEP =
  /\.?(?:"((?:[^"\\]|\\.)*)"|([^.[\]"]+))|\[(\d{1,9})\]|\[([^\]"\d][^\]"]*)\]/gy;

/** The steps of what a person wrote; numbers count as indexes in both forms, `[0]` and `.0`; `[app]` is the item called so. Nothing if it is no path. */
export function parsePath(
  untrusted: string,
): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  const scan = new RegExp(STEP);
  while (scan.lastIndex < untrusted.length) {
    const found = scan.exec(untrusted);
    if (found === null) return undefined;
    const [, quoted, bare, index, name] = found;
    if (quoted !== undefined) steps.push(unquoted(quoted));
    else if (bare !== undefined) steps.push(bare);
    else if (name !== undefined) steps.push(name);
    else steps.push(Number(index));
  }
  return steps;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
