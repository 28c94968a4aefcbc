/** The version that `--version` prints; a test holds it against package.json, which a bundle does not have. */

export const VERSION = "0.1.0";
