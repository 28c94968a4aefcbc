/** The messages of requests, from what callers say. */

import { endpointStrings, writeUnitStatus } from "@ghaf/api";
import { UrgencyLevel } from "@ghaf/api/proto/notify/notify";
import type {
  ApplicationRef,
  Notification,
  Registration,
} from "./control-client.ts";

export function applicationFields({ name, vm }: ApplicationRef) {
  return { AppName: name, ...(vm === undefined ? {} : { VmName: vm }) };
}

export function registrationFields(what: Registration) {
  const { protocol, address, port } = endpointStrings(what.endpoint);
  return {
    Name: what.name,
    Parent: what.parent,
    Type: what.type,
    Transport: {
      Protocol: protocol,
      Address: address,
      Port: port,
      Name: what.serverName,
    },
    State: writeUnitStatus(what.state),
  };
}

export function notificationFields(notification: Notification) {
  const urgency = {
    low: UrgencyLevel.LOW,
    normal: UrgencyLevel.NORMAL,
    critical: UrgencyLevel.CRITICAL,
  }[notification.urgency];
  return {
    Event: notification.event,
    Title: notification.title,
    Urgency: urgency,
    Icon: notification.icon,
    Message: notification.message,
  };
}
