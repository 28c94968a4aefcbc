/**
 * The packages that carry sockets, input events and devices between machines,
 * as the specification's sections 1.9 to 1.13 state them, typed by hand.
 */

import type { GoldenFile } from "./golden-file.ts";

const SOCKET: GoldenFile = {
  file: "socket/socket.proto",
  package: "socketproxy",
  services: {
    SocketStream: { TransferData: "bidi StreamFrame -> StreamFrame" },
  },
  messages: { StreamFrame: "Chunk#1 bytes, Eof#2 bool" },
};

const EVENT: GoldenFile = {
  file: "event/event.proto",
  package: "eventproxy",
  services: {
    EventService: {
      RegisterDevice: "unary DeviceInfo -> Ack",
      StreamEvents: "client-stream InputEvent -> Ack",
    },
  },
  messages: {
    DeviceInfo: "deviceId#1 uint32, vendorId#2 uint32, name#3 string",
    InputEvent:
      "timestamp#1 int64, type#2 uint32, code#3 uint32, value#4 int32",
    Ack: "status#1 string",
  },
};

const HWID: GoldenFile = {
  file: "hwid/hwid.proto",
  package: "hwid",
  services: { HwidService: { GetHwId: "unary HwIdRequest -> HwIdResponse" } },
  messages: { HwIdRequest: "", HwIdResponse: "Identifier#1 string" },
};

const CTAP: GoldenFile = {
  file: "ctap/ctap.proto",
  package: "ctap",
  services: { Ctap: { Ctap: "unary CtapRequest -> CtapResponse" } },
  messages: {
    CtapRequest: "Req#1 string, Args#2 rep string, Payload#3 bytes",
    CtapResponse: "Output#1 bytes",
  },
};

const WIFI: GoldenFile = {
  file: "wifi/wifi.proto",
  package: "wifimanager",
  services: {
    WifiService: {
      ListNetwork: "unary WifiNetworkRequest -> WifiNetworkResponse",
      GetActiveConnection: "unary EmptyRequest -> AccessPoint",
      ConnectNetwork: "unary WifiConnectionRequest -> WifiConnectionResponse",
      DisconnectNetwork: "unary EmptyRequest -> WifiConnectionResponse",
      TurnOn: "unary EmptyRequest -> WifiConnectionResponse",
      TurnOff: "unary EmptyRequest -> WifiConnectionResponse",
    },
  },
  messages: {
    EmptyRequest: "",
    WifiNetworkRequest: "NetworkName#1 string",
    WifiConnectionRequest:
      "SSID#1 string, Password#2 string, Settings#3 string",
    AccessPoint:
      "Connection#1 bool, SSID#2 string, Signal#3 uint32, Security#4 string",
    WifiNetworkResponse: "networks#1 rep AccessPoint",
    WifiConnectionResponse: "Response#1 string",
  },
};

export const DEVICES: readonly GoldenFile[] = [SOCKET, EVENT, HWID, CTAP, WIFI];
