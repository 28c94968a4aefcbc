/** A launcher as a rule defines it. */

export interface LauncherDefinition {
  readonly name: string;
  readonly description: string;
  /** The program and its arguments. */
  readonly path: readonly string[];
  readonly icon: string | null;
  /** The VM that the application runs in; null: where the menu is. */
  readonly vm: string | null;
}

/** What runs where the menu is. */
export function localLauncher(
  facts: Omit<LauncherDefinition, "vm">,
): LauncherDefinition {
  return { ...facts, vm: null };
}
