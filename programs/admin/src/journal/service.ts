/** `ghaf.journal.v1.JournalService` for every machine: names parsed, entries passed on as they come. */

import { parseUnitName, parseVmName } from "@ghaf/api";
import {
  JournalService,
  type ReadRequest,
} from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { bindService, callerName, type ServiceBinding } from "@ghaf/api/rpc";
import type { JournalRequest } from "@ghaf/daemon";
import type { Journals } from "./journals.ts";

export function journalService(journals: Journals): ServiceBinding {
  return bindService(JournalService, {
    read: (request, { peer, signal }) => {
      const { vm } = request;
      const machine = vm === "" ? undefined : parseVmName(vm);
      const reader = { caller: callerName(peer), machine };
      return journals.read(reader, parse(request), signal);
    },
  });
}

const USUAL_LINES = 100;

/** @throws ApiError `invalid-name` */
function parse({ unit, lines, follow }: ReadRequest): JournalRequest {
  return {
    unit: unit === "" ? undefined : parseUnitName(unit),
    lines: lines === 0 ? USUAL_LINES : lines,
    follow,
  };
}
