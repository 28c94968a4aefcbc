/** `ghaf.journal.v1.JournalService`: requests and entries between the wire and the journal of this machine. */

import { parseUnitName } from "@ghaf/api";
import {
  JournalService,
  type ReadRequest,
} from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { bindService, callerName, type ServiceBinding } from "@ghaf/api/rpc";
import type { Journal, JournalRequest } from "@ghaf/daemon";
import { JournalReader } from "./journal-reader.ts";

/** @param journal undefined: nothing of this machine's units is kept where the agent could read it */
export function journalService(journal: Journal | undefined): ServiceBinding {
  if (journal === undefined) return bindService(JournalService, {}, NOT_KEPT);
  const reader = new JournalReader(journal);
  return bindService(JournalService, {
    read: (request, { peer, signal }) =>
      reader.read(callerName(peer), parse(request), signal),
  });
}

const NOT_KEPT =
  "the units of this agent write where it does itself: its configuration has no supervisor.logFolder";

const USUAL_LINES = 100;

/** @throws ApiError `invalid-name` */
function parse({ unit, lines, follow }: ReadRequest): JournalRequest {
  return {
    unit: unit === "" ? undefined : parseUnitName(unit),
    lines: lines === 0 ? USUAL_LINES : lines,
    follow,
  };
}
