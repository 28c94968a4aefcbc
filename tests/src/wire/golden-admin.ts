/** Package `admin` as the specification's section 1.2 states it, typed by hand. */

import type { GoldenFile } from "./golden-file.ts";

export const ADMIN: GoldenFile = {
  file: "admin/admin.proto",
  package: "admin",
  imports: [
    "ctap/ctap.proto",
    "locale/locale.proto",
    "notify/notify.proto",
    "stats/stats.proto",
    "systemd/systemd.proto",
  ],
  services: {
    AdminService: {
      RegisterService: "unary RegistryRequest -> RegistryResponse",
      StartApplication: "unary ApplicationRequest -> StartResponse",
      StartVM: "unary StartVMRequest -> StartResponse",
      StartService: "unary ServiceRequest -> StartResponse",
      StopService: "unary ServiceRequest -> ApplicationResponse",
      PauseApplication: "unary ApplicationRequest -> ApplicationResponse",
      ResumeApplication: "unary ApplicationRequest -> ApplicationResponse",
      StopApplication: "unary ApplicationRequest -> ApplicationResponse",
      SetLocale: "unary LocaleRequest -> Empty",
      SetTimezone: "unary TimezoneRequest -> Empty",
      Poweroff: "unary Empty -> Empty",
      Reboot: "unary Empty -> Empty",
      Suspend: "unary Empty -> Empty",
      Wakeup: "unary Empty -> Empty",
      GetUnitStatus: "unary UnitStatusRequest -> systemd.UnitStatus",
      GetStats: "unary StatsRequest -> stats.StatsResponse",
      QueryList: "unary Empty -> QueryListResponse",
      Watch: "server-stream Empty -> WatchItem",
      ListGenerations: "unary Empty -> ListGenerationsResponse",
      SetGeneration:
        "server-stream SetGenerationRequest -> SetGenerationResponse",
      NotifyUser: "unary UserNotificationRequest -> notify.Status",
      Ctap: "unary ctap.CtapRequest -> ctap.CtapResponse",
      Sysinfo: "unary Empty -> stats.SysinfoResponse",
    },
  },
  messages: {
    TransportConfig:
      "Protocol#1 string, Address#2 string, Port#3 string, Name#4 string",
    RegistryRequest:
      "Name#1 string, Parent#2 string, Type#3 uint32, Transport#4 TransportConfig, State#5 systemd.UnitStatus",
    RegistryResponse: "Error#1 opt string",
    ApplicationRequest:
      "AppName#1 string, VmName#2 opt string, Args#3 rep string",
    StatsRequest: "VmName#1 string",
    StartVMRequest: "VmName#1 string",
    ServiceRequest: "ServiceName#1 string, VmName#2 string",
    StartResponse: "registryId#1 string",
    ApplicationResponse: "CmdStatus#1 string, AppStatus#2 string",
    UnitStatusRequest: "VmName#1 string, UnitName#2 string",
    Empty: "",
    QueryListItem:
      "Name#1 string, Description#2 string, VmStatus#3 string, TrustLevel#4 string, VmType#5 string, ServiceType#6 string, VmName#7 opt string, AgentName#8 opt string",
    QueryListResponse: "List#1 rep QueryListItem",
    WatchItem:
      "Status/Initial#1 QueryListResponse, Status/Added#2 QueryListItem, Status/Updated#3 QueryListItem, Status/Removed#4 QueryListItem",
    LocaleRequest: "assignments#1 rep locale.LocaleAssignment",
    TimezoneRequest: "Timezone#1 string",
    UserNotificationRequest:
      "VmName#1 string, Notification#2 notify.UserNotification",
    Generation:
      "Generation#1 int32, Date#2 string, NixosVersion#3 string, KernelVersion#4 string, ConfigurationRevision#5 string, Specialisations#6 rep string, Current#7 bool, StorePath#8 string",
    ListGenerationsResponse: "List#1 rep Generation",
    SetGenerationRequest: "Update/Cachix#1 Cachix",
    Cachix:
      "Pin#1 string, CachixHost#2 opt string, Cache#3 string, Token#4 opt string",
    SetGenerationResponse:
      "Finished#1 bool, Output#2 opt string, Error#3 opt string",
    CtapRequest: "Req#1 string, Args#2 rep string, Payload#3 bytes",
    CtapResponse: "Output#1 bytes",
  },
};
