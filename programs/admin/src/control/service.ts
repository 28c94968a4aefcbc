/** The commanding methods of `admin.AdminService`: messages in, names parsed, messages out. */

import {
  type AppName,
  parseAppName,
  parseUnitName,
  parseVmName,
  type UnitName,
  type VmName,
  writeUnitStatus,
} from "@ghaf/api";
import type {
  AdminService,
  ApplicationRequest,
  ServiceRequest,
} from "@ghaf/api/proto/admin/admin";
import type { CallContext, Handlers } from "@ghaf/api/rpc";
import { agentKey, notRegistered } from "../registry/lookup.ts";
import type { Applications, InstanceVerb } from "./applications.ts";
import type { DesiredState } from "./desired-state.ts";
import { parseAssignments } from "./locale.ts";
import { stats, sysinfo } from "./machine-facts.ts";
import type { Machines } from "./machines.ts";
import { type PowerVerb, power } from "./power.ts";
import type { ControlPorts } from "./reach.ts";
import type { Services, ServiceTarget } from "./services.ts";
import { parseTimezone } from "./timezone.ts";

export interface ControlRooms {
  readonly ports: ControlPorts;
  readonly machines: Machines;
  readonly applications: Applications;
  readonly services: Services;
  readonly desired: DesiredState;
}

type AdminHandlers = Handlers<typeof AdminService>;

/** What the reference answers to every command that worked. */
const DONE = {
  CmdStatus: "Command successful.",
  AppStatus: "Command successful.",
};

export function controlHandlers(rooms: ControlRooms): AdminHandlers {
  return {
    ...applicationHandlers(rooms),
    ...machineHandlers(rooms),
    ...serviceHandlers(rooms),
    ...settingHandlers(rooms),
  };
}

function applicationHandlers({ applications }: ControlRooms): AdminHandlers {
  const command =
    (verb: InstanceVerb) =>
    async (request: ApplicationRequest, { signal }: CallContext) => {
      const unit = readRegisteredName(request.AppName);
      const vm = readOptionalVm(request.VmName);
      await applications.command(verb, { unit, vm }, signal);
      return DONE;
    };
  return {
    startApplication: async (request, { signal }) => {
      const app = parseAppName(request.AppName);
      const vm = readOptionalVm(request.VmName) ?? defaultVm(app);
      const unit = await applications.start(
        { app, vm, untrustedArguments: request.Args },
        signal,
      );
      return { registryId: unit };
    },
    pauseApplication: command("pause"),
    resumeApplication: command("resume"),
    stopApplication: command("stop"),
  };
}

function machineHandlers(rooms: ControlRooms): AdminHandlers {
  const { machines, ports } = rooms;
  const powerTo =
    (verb: PowerVerb) =>
    async (_request: unknown, { signal }: CallContext) => {
      await power(ports, verb, signal);
      return {};
    };
  return {
    startVM: async (request, { signal }) => {
      const vm = parseVmName(request.VmName);
      await machines.start(vm, signal);
      return { registryId: agentKey(vm) };
    },
    poweroff: powerTo("poweroff"),
    reboot: powerTo("reboot"),
    suspend: powerTo("suspend"),
    getStats: (request, { signal }) =>
      stats(ports, parseVmName(request.VmName), signal),
    sysinfo: (_request, { signal }) => sysinfo(ports, signal),
  };
}

function serviceHandlers({ services }: ControlRooms): AdminHandlers {
  return {
    startService: async (request, { signal }) => ({
      registryId: await services.start(readTarget(request), signal),
    }),
    stopService: async (request, { signal }) => {
      await services.stop(readTarget(request), signal);
      return DONE;
    },
    getUnitStatus: async (request, { signal }) => {
      const unit = parseUnitName(request.UnitName);
      const vm = readOptionalVm(request.VmName);
      return writeUnitStatus(await services.status({ unit, vm }, signal));
    },
  };
}

function settingHandlers({ desired }: ControlRooms): AdminHandlers {
  return {
    setLocale: async (request) => {
      await desired.setLocale(parseAssignments(request.assignments));
      return {};
    },
    setTimezone: async (request) => {
      await desired.setTimezone(parseTimezone(request.Timezone));
      return {};
    },
  };
}

function readTarget(untrusted: ServiceRequest): ServiceTarget {
  return {
    unit: parseUnitName(untrusted.ServiceName),
    vm: readOptionalVm(untrusted.VmName),
  };
}

/** Empty is absent: some fields have no presence on the wire. */
function readOptionalVm(untrusted: string | undefined): VmName | undefined {
  if (untrusted === undefined || untrusted === "") return undefined;
  return parseVmName(untrusted);
}

/** A harmless word that is no unit name, `foot`, is one that nobody registered. */
function readRegisteredName(untrusted: string): UnitName {
  if (/^[A-Za-z0-9_@-]{1,64}$/.test(untrusted)) throw notRegistered(untrusted);
  return parseUnitName(untrusted);
}

/** Where an application runs when the request does not say (specification 0.2). */
function defaultVm(app: AppName): VmName {
  return parseVmName(`${app}-vm`);
}
