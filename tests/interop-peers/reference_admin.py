#!/usr/bin/python3
"""An admin as small as an agent can meet: it keeps what is registered, lists it
and lets it be watched. It has no session service and no reflection.

Every registration and every watcher is printed as a JSON line. On stdin, `forget`
empties the registry and `end-watches` ends every watch well.
"""

import argparse
import concurrent.futures
import queue
import threading

import grpc

import credentials
import schema
from lines import as_json, heard, say

_VM_KINDS = ["Host"] * 3 + ["AdmVM"] * 4 + ["SysVM"] * 4 + ["AppVM"] * 4
_SERVICE_KINDS = ["Mgr", "Svc", "App"] + ["VM", "Mgr", "Svc", "App"] * 3
_ENDED = object()


class Registry:
    """What was registered, in its order, and who watches it."""

    def __init__(self, classes):
        self._classes = classes
        self._lock = threading.Lock()
        self._items = {}
        self._watchers = []

    def register(self, request):
        item = self._classes["admin.QueryListItem"](
            Name=request.Name,
            Description=request.State.Description,
            VmStatus=_vm_status(request.State),
            TrustLevel="Warning",
            VmType=_VM_KINDS[request.Type],
            ServiceType=_SERVICE_KINDS[request.Type],
            VmName=request.Parent.removeprefix("microvm@").removesuffix(".service"),
            AgentName=request.Name)
        with self._lock:
            old = self._items.get(request.Name)
            self._items[request.Name] = item
            if old is not None:
                self._tell(Removed=old)
            self._tell(Added=item)

    def list(self):
        with self._lock:
            return self._snapshot()

    def watch(self):
        """A queue that begins with the snapshot; every event follows."""
        watcher = queue.Queue()
        with self._lock:
            watcher.put(self._item(Initial=self._snapshot()))
            self._watchers.append(watcher)
        return watcher

    def leave(self, watcher):
        with self._lock:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

    def forget(self):
        with self._lock:
            self._items.clear()

    def end_watches(self):
        with self._lock:
            for watcher in self._watchers:
                watcher.put(_ENDED)
            self._watchers.clear()

    def _snapshot(self):
        return self._classes["admin.QueryListResponse"](List=list(self._items.values()))

    def _item(self, **status):
        return self._classes["admin.WatchItem"](**status)

    def _tell(self, **status):
        for watcher in self._watchers:
            watcher.put(self._item(**status))


def _vm_status(state):
    if state.FreezerState == "frozen":
        return "Paused"
    running = (state.LoadState, state.ActiveState, state.SubState) == ("loaded", "active", "running")
    return "Running" if running else "PoweredOff"


class AdminService:
    """Three of admin.AdminService's methods; grpcio answers Unimplemented to the others."""

    def __init__(self, registry, classes):
        self._registry = registry
        self._classes = classes

    def handler(self):
        methods = {
            "RegisterService": grpc.unary_unary_rpc_method_handler(
                self._register, self._reader("RegistryRequest"), _write),
            "QueryList": grpc.unary_unary_rpc_method_handler(
                lambda request, context: self._registry.list(), self._reader("Empty"), _write),
            "Watch": grpc.unary_stream_rpc_method_handler(
                self._watch, self._reader("Empty"), _write),
        }
        return grpc.method_handlers_generic_handler("admin.AdminService", methods)

    def _reader(self, message):
        return self._classes[f"admin.{message}"].FromString

    def _register(self, request, context):
        missing = [field for field in ("State", "Transport") if not request.HasField(field)]
        if missing or request.Type >= len(_VM_KINDS):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"missing or wrong: {missing or 'Type'}")
        self._registry.register(request)
        metadata = {key: value for key, value in context.invocation_metadata()
                    if isinstance(value, str)}
        say(event="registered", request=as_json(request), peer=context.peer(),
            names=_names(context), metadata=metadata, remaining=context.time_remaining())
        return self._classes["admin.RegistryResponse"]()

    def _watch(self, request, context):
        watcher = self._registry.watch()
        names = _names(context)
        say(event="watching", names=names)

        # However the call ends: a caller that goes away is seen nowhere else.
        def left():
            self._registry.leave(watcher)
            watcher.put(_ENDED)
            say(event="watch-ended", names=names)

        if not context.add_callback(left):
            left()
        return iter(watcher.get, _ENDED)


def _write(message):
    return message.SerializeToString()


def _names(context):
    return [name.decode() for name in
            context.auth_context().get("x509_subject_alternative_name", [])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listen", required=True, help="address:port; port 0 takes a free one")
    credentials.add_arguments(parser)
    arguments = parser.parse_args()
    classes = schema.load()
    registry = Registry(classes)
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(max_workers=32),
        interceptors=[credentials.CallerCheck(say)],
        # Without this a second admin could share the port of one that still ends.
        options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers([AdminService(registry, classes).handler()])
    port = server.add_secure_port(arguments.listen, credentials.server_credentials(arguments))
    server.start()
    say(event="listening", port=port)
    for order in heard():
        if order == "forget":
            registry.forget()
        elif order == "end-watches":
            registry.end_watches()
        say(event="obeyed", order=order)
    server.stop(0).wait()


if __name__ == "__main__":
    main()
