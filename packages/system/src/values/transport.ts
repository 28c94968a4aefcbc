/** The transports of the control plane (specification of the control plane: `protocol` of an endpoint). */

import { narrowed, t } from "@ghaf/module-system";

const TRANSPORTS: readonly string[] = ["tcp", "unix", "vsock"];

export const transport = narrowed(
  t.string,
  "“tcp”, “unix” or “vsock”",
  (value) => TRANSPORTS.includes(value),
);
