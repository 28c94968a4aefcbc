/** `systemd.UnitControlService`: names and statuses between the wire and the unit verbs. */

import { type UnitStatus, writeUnitStatus } from "@ghaf/api";
import {
  UnitControlService,
  type UnitRequest,
} from "@ghaf/api/proto/systemd/systemd";
import {
  bindService,
  type CallContext,
  type ServiceBinding,
} from "@ghaf/api/rpc";
import type { Launcher } from "../application/launch.ts";
import type { ChangePositions } from "../session/change-positions.ts";
import type { UnitManager } from "./unit-manager.ts";

export interface UnitServiceOptions {
  readonly manager: UnitManager;
  readonly launcher: Launcher;
  readonly positions: ChangePositions;
}

export function unitControlService(
  options: UnitServiceOptions,
): ServiceBinding {
  const { manager, launcher, positions } = options;
  const verb =
    (act: (untrustedName: string) => Promise<UnitStatus>) =>
    async ({ UnitName }: UnitRequest, context: CallContext) =>
      response(await positions.mark(context, () => act(UnitName)));
  return bindService(
    UnitControlService,
    {
      startApplication: async ({ UnitName, Args }, context) =>
        response(
          await positions.mark(context, () => launcher.launch(UnitName, Args)),
        ),
      startUnit: verb((name) => manager.start(name)),
      stopUnit: verb((name) => manager.stop(name)),
      killUnit: verb((name) => manager.kill(name)),
      freezeUnit: verb((name) => manager.freeze(name)),
      unfreezeUnit: verb((name) => manager.unfreeze(name)),
      getUnitStatus: async ({ UnitName }) =>
        response(await manager.status(UnitName)),
    },
    "it is obsolete; ask StatsService for figures",
  );
}

function response(status: UnitStatus) {
  return { UnitStatus: writeUnitStatus(status) };
}
