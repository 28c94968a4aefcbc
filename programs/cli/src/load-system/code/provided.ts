/** What a configuration gets when it imports our packages: those of the running command. */

import { createRequire, isBuiltin } from "node:module";
import { PROVIDED, type Provided } from "../own-packages.ts";

/** The namespaces by the names of the packages. */
export type ProvidedModules = Readonly<Record<Provided, object>>;

export async function providedModules(): Promise<ProvidedModules> {
  const [system, engine] = await Promise.all([
    import("@ghaf/system"),
    import("@ghaf/module-system"),
  ]);
  return { "@ghaf/system": system, "@ghaf/module-system": engine };
}

/** What can be imported by name. */
export function exportedNames(
  modules: ProvidedModules,
  name: Provided,
): readonly string[] {
  return Object.keys(modules[name]).sort();
}

/** What stands for `require` in the code of a configuration. @param file where Node's own would look from */
export function requireFor(
  modules: ProvidedModules,
  file: string,
): (name: string) => unknown {
  const own = createRequire(file);
  return (name) => {
    const provided = PROVIDED.find((one) => one === name);
    if (provided !== undefined) return modules[provided];
    if (isBuiltin(name)) return own(name);
    throw new Error(
      `cannot load ${JSON.stringify(name)} while running; import it at the top of the file`,
    );
  };
}
