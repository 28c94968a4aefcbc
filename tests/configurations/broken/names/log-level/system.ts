// A level of logs that systemd does not have.
import { defineSystem } from "@ghaf/system";

export default defineSystem({ ghaf: { systemd: { logLevel: "verbose" } } });
