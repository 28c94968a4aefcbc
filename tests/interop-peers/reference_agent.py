#!/usr/bin/python3
"""An agent that behaves as the reference's: it serves UnitControlService,
LocaleClient and StatsService, registers itself and its units with an admin by
RegisterService (specification 0.4, 3.4), and knows nothing of sessions.

Units live in memory. Every registration and every call is printed as a JSON
line. On stdin, `exit UNIT` ends a unit well, `fail UNIT` ends it badly, and
`register` registers again.
"""

import argparse
import concurrent.futures
import threading
import time

import grpc

import credentials
import schema
from lines import as_json, heard, say
from units import Refused, Units

# Per attempt, its TLS handshake included; of the reference (specification 0.4, item 1).
_ATTEMPT_SECONDS = 0.150
_ATTEMPTS = 3
_BACKOFF_SECONDS = 0.050
_PAUSE_SECONDS = 1
_RETRIED = {grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED,
            grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}


class Services:
    """The three services every agent has, as generic handlers."""

    def __init__(self, units, classes):
        self._units = units
        self._classes = classes

    def handlers(self):
        verbs = {"StartUnit": self._units.start, "StopUnit": self._units.stop,
                 "KillUnit": self._units.stop, "FreezeUnit": self._units.freeze,
                 "UnfreezeUnit": self._units.thaw, "GetUnitStatus": self._units.status}
        control = {method: self._method("systemd.UnitRequest", self._verb(verb))
                   for method, verb in verbs.items()}
        control["StartApplication"] = self._method("systemd.AppUnitRequest", self._start_application)
        empty = self._classes["locale.Empty"]
        return [
            self._service("systemd.UnitControlService", control),
            self._service("locale.LocaleClient", {
                "LocaleSet": self._method("locale.LocaleMessage", lambda request: empty()),
                "TimezoneSet": self._method("locale.TimezoneMessage", lambda request: empty()),
            }),
            self._service("stats.StatsService", {
                "GetStats": self._method("stats.StatsRequest", self._stats),
                "GetSysinfo": self._method("stats.StatsRequest", self._sysinfo),
            }),
        ]

    @staticmethod
    def _service(name, methods):
        return grpc.method_handlers_generic_handler(name, {
            method: handler(f"{name}/{method}") for method, handler in methods.items()})

    def _method(self, request_name, answer):
        def handler(path):
            def respond(request, context):
                say(event="call", method=path, request=as_json(request), peer=context.peer())
                try:
                    return answer(request)
                except Refused as refusal:
                    context.abort(refusal.code, str(refusal))
            return grpc.unary_unary_rpc_method_handler(
                respond, self._classes[request_name].FromString,
                lambda reply: reply.SerializeToString())
        return handler

    def _verb(self, verb):
        return lambda request: self._unit(verb(request.UnitName))

    def _start_application(self, request):
        return self._unit(self._units.start_application(request.UnitName, list(request.Args)))

    def _unit(self, fields):
        status = self._classes["systemd.UnitStatus"](**fields)
        return self._classes["systemd.UnitResponse"](UnitStatus=status)

    def _stats(self, request):
        reply = self._classes["stats.StatsResponse"]()
        reply.Memory.Total = 8 << 30
        reply.Load.Load1Min = 0.5
        reply.Process.Running = 1
        return reply

    def _sysinfo(self, request):
        return self._classes["stats.SysinfoResponse"](GhafVersion="reference", SecureBoot=True)


class Registrar:
    """Registers the agent until it took, then its units, once each."""

    def __init__(self, arguments, units, classes):
        self._arguments = arguments
        self._units = units
        self._classes = classes

    def run(self):
        own = f"givc-{self._arguments.name}.service"
        while not self._register(own, self._arguments.type, self._arguments.parent):
            time.sleep(_PAUSE_SECONDS)
        for text in self._arguments.unit:
            number, unit = text.split(":", 1)
            if unit.endswith(".service"):
                self._register(unit, int(number), own)
        say(event="registrations-done")

    def _register(self, name, number, parent):
        host, _, port = self._arguments.listen.rpartition(":")
        transport = self._classes["admin.TransportConfig"](
            Protocol="tcp", Address=host, Port=port, Name=self._arguments.name)
        request = self._classes["admin.RegistryRequest"](
            Name=name, Type=number, Parent=parent, Transport=transport,
            State=self._classes["systemd.UnitStatus"](**self._units.status(name)))
        with credentials.channel(self._arguments, self._arguments.admin,
                                 self._arguments.admin_name) as channel:
            call = channel.unary_unary(
                "/admin.AdminService/RegisterService",
                request_serializer=lambda message: message.SerializeToString(),
                response_deserializer=self._classes["admin.RegistryResponse"].FromString)
            return self._attempt(call, request)

    def _attempt(self, call, request):
        for attempt in range(1, _ATTEMPTS + 1):
            metadata = (("x-retry-attempt", str(attempt - 1)),) if attempt > 1 else None
            try:
                call(request, timeout=_ATTEMPT_SECONDS, metadata=metadata)
                say(event="registered", name=request.Name, attempts=attempt)
                return True
            except grpc.RpcError as error:
                say(event="not-registered", name=request.Name, attempts=attempt,
                    code=error.code().name, message=error.details())
                if error.code() not in _RETRIED:
                    return False
                time.sleep(_BACKOFF_SECONDS * attempt)
        return False


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listen", required=True, help="address:port, served and registered")
    parser.add_argument("--name", required=True, help="transport name of this agent")
    parser.add_argument("--type", type=int, required=True, help="unit type of this agent")
    parser.add_argument("--parent", default="", help="unit of the VM this agent runs in")
    parser.add_argument("--unit", action="append", default=[], metavar="TYPE:UNIT")
    parser.add_argument("--application", action="append", default=[], help="name in the manifest")
    parser.add_argument("--admin", required=True, help="address:port of the admin")
    parser.add_argument("--admin-name", required=True, help="DNS name in the admin's certificate")
    credentials.add_arguments(parser)
    return parser.parse_args()


def main():
    arguments = _arguments()
    classes = schema.load()
    configured = [text.split(":", 1)[1] for text in arguments.unit]
    units = Units(f"givc-{arguments.name}.service", configured, arguments.application)
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(max_workers=16),
        interceptors=[credentials.CallerCheck(say)],
        options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers(Services(units, classes).handlers())
    server.add_secure_port(arguments.listen, credentials.server_credentials(arguments))
    server.start()
    say(event="listening")
    registrar = Registrar(arguments, units, classes)
    threading.Thread(target=registrar.run, daemon=True).start()
    orders = {"exit": units.exit, "fail": units.fail}
    for text in heard():
        order, _, unit = text.partition(" ")
        if order == "register":
            threading.Thread(target=registrar.run, daemon=True).start()
        else:
            orders[order](unit)
        say(event="obeyed", order=text)
    server.stop(0).wait()


if __name__ == "__main__":
    main()
