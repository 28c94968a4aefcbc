/** A FakeAgent as the services of a real agent, for whatever transport serves them. */

import { LOCALE_KEYS, parseUnitName, writeUnitStatus } from "@ghaf/api";
import { JournalService } from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { LocaleClient } from "@ghaf/api/proto/locale/locale";
import { StatsService } from "@ghaf/api/proto/stats/stats";
import { UnitControlService } from "@ghaf/api/proto/systemd/systemd";
import {
  bindService,
  type CallContext,
  type ServiceBinding,
} from "@ghaf/api/rpc";
import type { UnitAnswer, UnitVerb } from "./agent-link.ts";
import type { FakeAgent } from "./fake-agent.ts";
import { EPOCH_TRAILER, SEQUENCE_TRAILER } from "./remote-agent.ts";

export function fakeAgentServices(agent: FakeAgent): ServiceBinding[] {
  return [unitControl(agent), locale(agent), stats(agent), journal(agent)];
}

function unitControl(agent: FakeAgent): ServiceBinding {
  const verb =
    (word: UnitVerb) =>
    async (request: { UnitName: string }, context: CallContext) =>
      reply(
        await agent.command(word, parseUnitName(request.UnitName)),
        context,
      );
  return bindService(UnitControlService, {
    startUnit: verb("start"),
    stopUnit: verb("stop"),
    freezeUnit: verb("freeze"),
    unfreezeUnit: verb("thaw"),
    getUnitStatus: async (request) => ({
      UnitStatus: writeUnitStatus(
        await agent.unitStatus(parseUnitName(request.UnitName)),
      ),
    }),
    startApplication: async (request, context) => {
      const unit = parseUnitName(request.UnitName);
      return reply(await agent.startApplication(unit, request.Args), context);
    },
  });
}

function reply(answer: UnitAnswer, context: CallContext) {
  if (answer.mark !== undefined) {
    context.setTrailer(EPOCH_TRAILER, answer.mark.epoch);
    context.setTrailer(SEQUENCE_TRAILER, String(answer.mark.sequence));
  }
  return { UnitStatus: writeUnitStatus(answer.status) };
}

function locale(agent: FakeAgent): ServiceBinding {
  return bindService(LocaleClient, {
    localeSet: async (request) => {
      await agent.setLocale(
        request.assignments.flatMap(({ key, value }) => {
          const word = LOCALE_KEYS[key];
          return word === undefined ? [] : [{ key: word, value }];
        }),
      );
      return {};
    },
    timezoneSet: async (request) => {
      await agent.setTimezone(request.Timezone);
      return {};
    },
  });
}

function journal(agent: FakeAgent): ServiceBinding {
  return bindService(JournalService, {
    read: ({ unit, lines, follow }, { signal }) =>
      agent.journal({ unit: unit || undefined, lines, follow }, signal),
  });
}

function stats(agent: FakeAgent): ServiceBinding {
  return bindService(StatsService, {
    getStats: () => agent.stats(),
    getSysinfo: () => agent.sysinfo(),
  });
}
