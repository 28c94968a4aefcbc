// The variant of the build is written with a capital letter.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { build: "Release" } });
