// Unknown options in groups that are wrapped.
import { defineSystem, parts, when } from "@ghaf/system";

export default defineSystem({
  ghaf: parts(
    when((config) => config.ghaf.build === "debug", {
      development: { ssh: { deamon: { enable: true } } },
    }),
    { logging: { clients: { enable: true } } },
  ),
});
