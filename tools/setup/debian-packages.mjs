/** Debian packages that a lane of the tests needs: installed when root on Debian, else asked for. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mustQuietly, outputOf, StarterError } from "./process.mjs";

/** The number of this machine's Debian, 13 for instance; 0 where it is none. */
export function debianRelease() {
  const file = "/etc/os-release";
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const [, number = "0"] = /^ID=debian$/m.test(text)
    ? (/^VERSION_ID="?(\d+)/m.exec(text) ?? [])
    : [];
  return Number(number);
}

/**
 * Installs those of `names` that are missing. Gives undefined when all are there afterwards, else
 * the reason, in words that tell a person what to do.
 */
export function ensureDebianPackages(names) {
  const missing = missingOf(names);
  if (missing === undefined) {
    return `needs a Debian system with ${names.join(", ")}`;
  }
  if (missing.length === 0) return undefined;
  const byHand = `apt-get install ${missing.join(" ")}`;
  if (process.getuid?.() !== 0) return `needs packages: run as root: ${byHand}`;
  process.stderr.write(`installing Debian packages: ${missing.join(" ")}\n`);
  try {
    install(missing);
  } catch (error) {
    if (error instanceof StarterError) return error.message;
    throw error;
  }
  return missingOf(names).length === 0 ? undefined : `failed: ${byHand}`;
}

/** Undefined where there is no dpkg. */
function missingOf(names) {
  if (outputOf(["dpkg-query", "--version"]) === undefined) return undefined;
  return names.filter((name) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the format is dpkg-query's own
    const format = "-f=${db:Status-Status}";
    const state = outputOf(["dpkg-query", "-W", format, name]);
    return state !== "installed";
  });
}

function install(names) {
  const argv = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"];
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  const update = () => mustQuietly([...argv, "update"], options);
  const attempt = () =>
    mustQuietly(
      [...argv, "install", "-y", "--no-install-recommends", ...names],
      options,
    );
  if (listsAreEmpty()) update();
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof StarterError)) throw error;
    update(); // the lists may name versions that the mirror has replaced
    attempt();
  }
}

function listsAreEmpty() {
  const lists = "/var/lib/apt/lists";
  return (
    !existsSync(lists) ||
    !readdirSync(lists).some((name) => name.includes("_Packages"))
  );
}
