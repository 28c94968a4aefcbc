/** Reading environment variables: an empty one counts as not set. */

export type Environment = Readonly<Record<string, string | undefined>>;

export function nonEmpty(untrusted: string | undefined): string | undefined {
  return untrusted === "" ? undefined : untrusted;
}
