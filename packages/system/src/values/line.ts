/** Text for people on one line, and text of several lines. */

import { textForm } from "./text-form.ts";

/** A description or title; it is quoted for the file that it is written to. */
export const line = textForm({
  expected: "text on one line, without control characters",
  pattern: /^\P{Cc}*$/u,
  max: 1024,
});

/** A name in a menu or list. */
export const title = textForm({
  expected: "a name on one line, neither empty nor framed by spaces",
  pattern: /^(?!\s)\P{Cc}+(?<!\s)$/u,
  max: 128,
});

/** What may stand in a file with line breaks and tabs. */
export const lines = textForm({
  expected: "text without control characters but line breaks and tabs",
  pattern: /^(?:\P{Cc}|[\n\t])*$/u,
});

/** The identifier of an application's windows, with `*` for any characters. */
export const windowIdentifier = textForm({
  expected:
    "a window identifier like “org.gnome.*”: letters, digits, “._-” and “*”",
  pattern: /^[A-Za-z0-9._*-]+$/,
  max: 128,
});

/** The name of a theme, of a font or of an icon set. */
export const themeName = textForm({
  expected:
    "a theme or font name of letters, digits, spaces and “._+-”, beginning with a letter",
  pattern: /^[A-Za-z](?:[A-Za-z0-9 ._+-]*[A-Za-z0-9._+-])?$/,
  max: 64,
});

/** The name of an icon in a theme, or the path of a picture. */
export const iconName = textForm({
  expected:
    "an icon's name or absolute path, of letters, digits and “/._+-”, without “..”",
  pattern: /^(?!.*\.\.)(?:\/[\w.+-]+)*\/?\w[\w.+-]*$/,
  max: 255,
});

/** A font size in points. */
export const pointSize = textForm({
  expected: "a size in points like “11” or “10.5”",
  pattern: /^[1-9][0-9]?(?:\.[0-9])?$/,
});
