"""The messages the peers speak, typed by hand from the specification's tables.

Nothing here comes from packages/api: a peer that shared our descriptors could
not tell us that they are wrong. The notation is that of the tables
(control-plane specification, section 1): "Name#1 string, Args#3 rep string"; a
member of a oneof is written "Oneof/Name#1 type".
"""

import re

from google.protobuf import any_pb2
from google.protobuf import descriptor_pb2
from google.protobuf import descriptor_pool
from google.protobuf import message_factory

_SCALARS = {
    "double": 1, "float": 2, "int64": 3, "uint64": 4, "int32": 5,
    "bool": 8, "string": 9, "bytes": 12, "uint32": 13,
}
_TYPE_MESSAGE = 11
_TYPE_ENUM = 14
_LABELS = {None: 1, "opt": 1, "rep": 3}
_FIELD = re.compile(r"(?:(\w+)/)?(\w+)#(\d+) (?:(opt|rep) )?([\w.]+)$")

_SYSTEMD = {
    "UnitStatus": "Name#1 string, Description#2 string, LoadState#3 string, "
                  "ActiveState#4 string, SubState#5 string, Path#6 string, FreezerState#7 string",
    "UnitRequest": "UnitName#1 string",
    "AppUnitRequest": "UnitName#1 string, Args#2 rep string",
    "UnitResponse": "UnitStatus#1 UnitStatus",
    "UnitResourceRequest": "UnitName#1 string",
    "UnitResourceResponse": "cpu_usage#1 double, memory_usage#2 float",
}

_LOCALE_KEYS = {"LocaleMacroKey": [
    "LANG", "LC_ADDRESS", "LC_COLLATE", "LC_CTYPE", "LC_IDENTIFICATION", "LC_MONETARY",
    "LC_MESSAGES", "LC_MEASUREMENT", "LC_NAME", "LC_NUMERIC", "LC_PAPER", "LC_TELEPHONE",
    "LC_TIME", "LC_ALL",
]}
_LOCALE = {
    "LocaleAssignment": "key#1 LocaleMacroKey, value#2 string",
    "LocaleMessage": "assignments#1 rep LocaleAssignment",
    "TimezoneMessage": "Timezone#1 string",
    "Empty": "",
}

_STATS = {
    "StatsRequest": "",
    "ProcessStat": "Name#1 string, User#2 float, Sys#3 float, ResSetSize#4 uint64",
    "ProcessStats": "CpuProcesses#1 rep ProcessStat, MemProcesses#2 rep ProcessStat, "
                    "Total#3 uint64, Running#4 uint64, UserCycles#5 uint64, "
                    "SysCycles#6 uint64, TotalCycles#7 uint64",
    "LoadStats": "Load1Min#1 float, Load5Min#2 float, Load15Min#3 float",
    "MemoryStats": "Total#1 uint64, Free#2 uint64, Available#3 uint64, Cached#4 uint64",
    "StatsResponse": "Memory#1 MemoryStats, Load#2 LoadStats, Process#3 ProcessStats",
    "SysinfoResponse": "GhafVersion#1 string, SecureBoot#2 opt bool, DiskEncrypted#3 opt bool",
}

_ADMIN = {
    "TransportConfig": "Protocol#1 string, Address#2 string, Port#3 string, Name#4 string",
    "RegistryRequest": "Name#1 string, Parent#2 string, Type#3 uint32, "
                       "Transport#4 TransportConfig, State#5 systemd.UnitStatus",
    "RegistryResponse": "Error#1 opt string",
    "Empty": "",
    "QueryListItem": "Name#1 string, Description#2 string, VmStatus#3 string, "
                     "TrustLevel#4 string, VmType#5 string, ServiceType#6 string, "
                     "VmName#7 opt string, AgentName#8 opt string",
    "QueryListResponse": "List#1 rep QueryListItem",
    "WatchItem": "Status/Initial#1 QueryListResponse, Status/Added#2 QueryListItem, "
                 "Status/Updated#3 QueryListItem, Status/Removed#4 QueryListItem",
}

_RPC_STATUS = {"Status": "code#1 int32, message#2 string, details#3 rep google.protobuf.Any"}
_RPC_DETAILS = {"DebugInfo": "stack_entries#1 rep string, detail#2 string"}

_REFLECTION = {
    "ServerReflectionRequest": "host#1 string, message_request/file_by_filename#3 string, "
                               "message_request/file_containing_symbol#4 string, "
                               "message_request/list_services#7 string",
    "FileDescriptorResponse": "file_descriptor_proto#1 rep bytes",
    "ServiceResponse": "name#1 string",
    "ListServiceResponse": "service#1 rep ServiceResponse",
    "ErrorResponse": "error_code#1 int32, error_message#2 string",
    "ServerReflectionResponse": "valid_host#1 string, "
                                "message_response/file_descriptor_response#4 FileDescriptorResponse, "
                                "message_response/list_services_response#6 ListServiceResponse, "
                                "message_response/error_response#7 ErrorResponse",
}


def class_of(descriptor):
    """The Python class of a message's descriptor."""
    # GetMessageClass came with protobuf 4.22; Debian 12 and 13 have older ones.
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory().GetPrototype(descriptor)


def load():
    """All classes of this file's tables, by full name."""
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(any_pb2.DESCRIPTOR.serialized_pb)
    files = [
        _file("systemd/systemd.proto", "systemd", _SYSTEMD),
        _file("locale/locale.proto", "locale", _LOCALE, enums=_LOCALE_KEYS),
        _file("stats/stats.proto", "stats", _STATS),
        _file("admin/admin.proto", "admin", _ADMIN, imports=["systemd/systemd.proto"]),
        _file("google/rpc/status.proto", "google.rpc", _RPC_STATUS,
              imports=["google/protobuf/any.proto"]),
        _file("google/rpc/error_details.proto", "google.rpc", _RPC_DETAILS),
    ]
    for version in ("v1", "v1alpha"):
        name = f"grpc.reflection.{version}"
        files.append(_file(f"{name.replace('.', '/')}/reflection.proto", name, _REFLECTION))
    for file in files:
        pool.AddSerializedFile(file.SerializeToString())
    names = [f"{file.package}.{message.name}" for file in files for message in file.message_type]
    return {name: class_of(pool.FindMessageTypeByName(name)) for name in names}


def _file(name, package, messages, imports=(), enums=None):
    file = descriptor_pb2.FileDescriptorProto(name=name, package=package, syntax="proto3")
    file.dependency.extend(imports)
    for enum, values in (enums or {}).items():
        described = file.enum_type.add(name=enum)
        for number, value in enumerate(values):
            described.value.add(name=value, number=number)
    for message, fields in messages.items():
        described = file.message_type.add(name=message)
        for text in filter(None, fields.split(", ")):
            _add_field(described, text, package, enums or {})
    return file


def _add_field(message, text, package, enums):
    found = _FIELD.match(text)
    if found is None:
        raise ValueError(f"not in the notation of the tables: {text}")
    oneof, name, number, label, kind = found.groups()
    field = message.field.add(name=name, number=int(number), label=_LABELS[label])
    if kind in _SCALARS:
        field.type = _SCALARS[kind]
    else:
        field.type = _TYPE_ENUM if kind in enums else _TYPE_MESSAGE
        field.type_name = "." + (kind if "." in kind else f"{package}.{kind}")
    if oneof is not None:
        field.oneof_index = _oneof_index(message, oneof)
    elif label == "opt":
        field.proto3_optional = True
        field.oneof_index = _oneof_index(message, f"_{name}")


def _oneof_index(message, name):
    names = [oneof.name for oneof in message.oneof_decl]
    if name not in names:
        message.oneof_decl.add(name=name)
        return len(names)
    return names.index(name)
