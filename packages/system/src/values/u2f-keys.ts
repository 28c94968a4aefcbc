/** The mapping of users to security keys, as pam_u2f(8) reads it. */

import { narrowed, t } from "@ghaf/module-system";

const USER = "[a-z_][a-z0-9_-]{0,30}";
/** Handle and key in base64, the COSE type, and what the key must prove. */
const KEY =
  "[A-Za-z0-9+/*]+={0,2},[A-Za-z0-9+/]+={0,2},(?:es256|eddsa|rs256),(?:\\+(?:presence|verification|pin))*";
const LINE = new RegExp(`^${USER}(?::${KEY})+$`);

/** One line for each user; empty: nobody has a key. */
export const u2fKeys = narrowed(
  t.string,
  "lines of “user:handle,key,type,options”, with more keys of the user after further “:”, as pamu2fcfg prints them",
  (value) => value === "" || value.split(/\n/).every((line) => LINE.test(line)),
);
