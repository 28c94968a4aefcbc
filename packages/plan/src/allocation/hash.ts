/** Numbers that come from a text: equal for equal texts on every machine, spread evenly, no protection against anybody. */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a over the text's code units, its bits mixed by the finaliser of MurmurHash3. @returns 32 bits */
export function hashOf(text: string, salt = 0): number {
  let hash = mixed(OFFSET ^ salt);
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  }
  return mixed(hash);
}

function mixed(bits: number): number {
  let value = bits;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** `words` times 32 bits in hexadecimal digits. */
export function hexHash(text: string, words: number): string {
  return Array.from({ length: words }, (_, salt) =>
    hashOf(text, salt + 1)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
}

/** The numbers from `first` on, `count` of them, each once, beginning where the text says. */
export function* probing(
  text: string,
  { first, count }: { readonly first: number; readonly count: number },
): Generator<number> {
  const start = hashOf(text) % count;
  for (let step = 0; step < count; step += 1) {
    yield first + ((start + step) % count);
  }
}
