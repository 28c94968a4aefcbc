#!/usr/bin/python3
"""A client that knows nothing but gRPC: it learns every service by reflection.

Where to connect and as whom is in the arguments; what to call comes as JSON
lines on stdin, answers leave as JSON lines on stdout:

  {"id": 1, "list": "v1"}                                the services
  {"id": 2, "describe": "admin.AdminService"}            files that describe it
  {"id": 3, "call": "admin.AdminService/Watch", "requests": [{}], "take": 2,
   "deadline": 0.5, "metadata": {"key": "value"}, "compression": "gzip"}
  {"id": 4, "call": "...", "requests": [...], "open": true}   more will follow
  {"id": 4, "send": {...}}  {"id": 4, "finish": true}  {"id": 4, "cancel": true}

A call answers {"id", "message"} per reply, then {"id", "end": {code, message,
status, trailers}}, `status` being the google.rpc.Status with its details. `take` cancels after that many replies. The program ends
at the end of stdin.
"""

import argparse
import json
import queue
import threading

import grpc
from google.protobuf import json_format

import credentials
import schema
from lines import as_json, heard, say
from reflection import Reflection, ReflectionError

_FINISHED = object()
_COMPRESSION = {"gzip": grpc.Compression.Gzip, "deflate": grpc.Compression.Deflate}


class Call:
    """One call under way: requests go in through a queue, replies are printed."""

    def __init__(self, client, line):
        self._id = line["id"]
        self._take = line.get("take")
        self._client = client
        self._method = client.reflection.method(line["call"])
        self._requests = queue.Queue()
        for request in line.get("requests", [{}]):
            self.send(request)
        if not line.get("open"):
            self.finish()
        self._running = self._start(line)

    def send(self, untrusted):
        self._requests.put(json_format.ParseDict(untrusted, self._method.input()))

    def finish(self):
        self._requests.put(_FINISHED)

    def cancel(self):
        self._running.cancel()

    def _start(self, line):
        multi = getattr(self._client.channel, self._method.kind)(
            self._method.path,
            request_serializer=lambda request: request.SerializeToString(),
            response_deserializer=self._method.output.FromString)
        options = {
            "timeout": line.get("deadline"),
            "metadata": tuple(line.get("metadata", {}).items()) or None,
            "compression": _COMPRESSION.get(line.get("compression")),
        }
        sent = iter(self._requests.get, _FINISHED)
        argument = sent if self._method.kind.startswith("stream_") else next(sent)
        if self._method.kind.endswith("_stream"):
            return multi(argument, **options)
        return multi.future(argument, **options)

    def print_replies(self):
        """Blocks until the call has ended."""
        try:
            for count, reply in enumerate(self._replies(), start=1):
                say(id=self._id, message=as_json(reply))
                if count == self._take:
                    self._running.cancel()
        except (grpc.RpcError, grpc.FutureCancelledError):
            pass  # The end says which.
        self._print_end()

    def _replies(self):
        if self._method.kind.endswith("_stream"):
            yield from self._running
        else:
            yield self._running.result()

    def _print_end(self):
        trailers = self._running.trailing_metadata() or ()
        say(id=self._id, end={
            "code": self._running.code().name,
            "message": self._running.details() or "",
            "status": self._client.status(trailers),
            "trailers": {key: value for key, value in trailers if isinstance(value, str)},
        })


class Client:
    """A channel, and what reflection has told of the other end."""

    def __init__(self, arguments):
        self.channel = credentials.channel(arguments, arguments.target, arguments.server_name)
        self._classes = schema.load()
        self._versions = {version: Reflection(self.channel, self._classes, version)
                          for version in ("v1", "v1alpha")}
        self.reflection = self._versions["v1"]
        self._calls = {}

    def status(self, trailers):
        """google.rpc.Status of the trailers, its details unpacked; None without one."""
        for key, value in trailers:
            if key == "grpc-status-details-bin":
                status = self._classes["google.rpc.Status"].FromString(value)
                return {"code": status.code, "message": status.message,
                        "details": [self._unpack(detail) for detail in status.details]}
        return None

    def _unpack(self, detail):
        name = detail.type_url.rsplit("/", 1)[-1]
        return {"type": detail.type_url, "value": as_json(self._classes[name].FromString(detail.value))}

    def obey(self, line):
        """Starts, feeds or ends a call; answers a question. Waits for no call."""
        if "call" in line:
            self._begin(line)
        elif "send" in line:
            self._calls[line["id"]].send(line["send"])
        elif "finish" in line:
            self._calls[line["id"]].finish()
        elif "cancel" in line:
            self._calls[line["id"]].cancel()
        elif "list" in line:
            say(id=line["id"], services=self._versions[line["list"]].services())
        elif "describe" in line:
            self._describe(line)

    def _begin(self, line):
        call = self._calls[line["id"]] = Call(self, line)
        threading.Thread(target=call.print_replies, daemon=True).start()

    def _describe(self, line):
        reflection = self._versions[line.get("version", "v1")]
        files = reflection.files_of(line["describe"])
        say(id=line["id"], files={name: as_json(file) for name, file in files.items()})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", required=True, help="address:port")
    parser.add_argument("--server-name", required=True, help="DNS name in the server's certificate")
    credentials.add_arguments(parser)
    client = Client(parser.parse_args())
    say(event="ready")
    for text in heard():
        line = json.loads(text)
        try:
            client.obey(line)
        except (ReflectionError, LookupError, json_format.ParseError) as error:
            say(id=line.get("id"), failed=str(error))
        except grpc.RpcError as error:
            say(id=line.get("id"), failed=f"{error.code().name}: {error.details()}")


if __name__ == "__main__":
    main()
