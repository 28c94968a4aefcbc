"""Learns a server's services from the server itself, as grpcurl does."""

import collections

from google.protobuf import descriptor_pb2
from google.protobuf import descriptor_pool

import schema

Method = collections.namedtuple("Method", "path kind input output")

class ReflectionError(Exception):
    """The server has no such symbol or file."""


class Reflection:
    """One reflection service of one server; `version` is v1 or v1alpha."""

    def __init__(self, channel, classes, version):
        package = f"grpc.reflection.{version}"
        self._request = classes[f"{package}.ServerReflectionRequest"]
        self._ask = channel.stream_stream(
            f"/{package}.ServerReflection/ServerReflectionInfo",
            request_serializer=lambda request: request.SerializeToString(),
            response_deserializer=classes[f"{package}.ServerReflectionResponse"].FromString)
        self._files = {}
        self._pool = descriptor_pool.DescriptorPool()
        self._added = set()

    def services(self):
        reply = self._question(list_services="*")
        return [service.name for service in reply.list_services_response.service]

    def files_of(self, symbol):
        """The raw files the server sends for a symbol, by name."""
        reply = self._question(file_containing_symbol=symbol)
        return self._read(reply)

    def method(self, path):
        """`package.Service/Method`: its kind as grpcio names it, its two classes."""
        service, _, name = path.partition("/")
        for file in self.files_of(service):
            self._add(file)
        found = self._pool.FindServiceByName(service)
        proto = descriptor_pb2.ServiceDescriptorProto()
        found.CopyToProto(proto)
        method = next(method for method in proto.method if method.name == name)
        sides = (method.client_streaming, method.server_streaming)
        kind = "_".join("stream" if streaming else "unary" for streaming in sides)
        types = (method.input_type, method.output_type)
        classes = [schema.class_of(self._pool.FindMessageTypeByName(type.lstrip(".")))
                   for type in types]
        return Method("/" + path, kind, *classes)

    def _add(self, name):
        if name in self._added:
            return
        self._added.add(name)
        if name not in self._files:
            self._read(self._question(file_by_filename=name))
        file = self._files[name]
        for imported in file.dependency:
            self._add(imported)
        self._pool.AddSerializedFile(file.SerializeToString())

    def _read(self, reply):
        files = [descriptor_pb2.FileDescriptorProto.FromString(data)
                 for data in reply.file_descriptor_response.file_descriptor_proto]
        named = {file.name: file for file in files}
        self._files.update(named)
        return named

    def _question(self, **asked):
        for reply in self._ask(iter([self._request(**asked)]), timeout=10):
            if reply.WhichOneof("message_response") == "error_response":
                raise ReflectionError(reply.error_response.error_message)
            return reply
        raise ReflectionError("no reply")
