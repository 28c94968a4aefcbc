// The file looks for its neighbours by its own address.
import { defineSystem } from "@ghaf/system";
import { readFileSync } from "node:fs";
const key = readFileSync(new URL("./key.pub", import.meta.url), "utf8");

export default defineSystem({
  ghaf: { users: { accounts: { sshKeys: [key] } } },
});
