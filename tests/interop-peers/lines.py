"""JSON lines: how a peer and the test that started it talk, on stdin and stdout."""

import json
import sys
import threading

from google.protobuf import json_format

_lock = threading.Lock()


def say(**fact):
    """Prints one fact as one line, whole even when several threads speak."""
    text = json.dumps(fact)
    with _lock:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def heard():
    """Every line of stdin until its end, without the newline."""
    for line in sys.stdin:
        yield line.strip()


def as_json(message):
    """A message with the field names of its proto file, unset fields left out."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)
