/** Which files have failed, from the TAP report of Node's test runner. */

/** A failed test on top, up to the place of it; the runner knows a file by its source. */
const failedOnTop =
  /^not ok [0-9].*\n {2}---\n(?: {2}.*\n)*? {2}location: '(.+):[0-9]+:[0-9]+'$/gm;

/** Those of `files` in which a test on top failed; undefined when one failed in none of them. */
export function filesThatFailed(report, files) {
  const places = [...report.matchAll(failedOnTop)].map(([, path]) => path);
  const found = [...new Set(places)].map((path) => {
    const compiled = path.replace(/\/src\/(.+)\.ts$/, "/dist/$1.js");
    return files.find((file) => compiled.endsWith(`/${file}`));
  });
  return found.includes(undefined) ? undefined : found;
}
