"""Units of the reference agent: what systemd would say of them, in memory."""

import re
import threading

import grpc

_RUNNING = {"LoadState": "loaded", "ActiveState": "active", "SubState": "running",
            "FreezerState": "running"}
_DEAD = {"LoadState": "loaded", "ActiveState": "inactive", "SubState": "dead",
         "FreezerState": "running"}
_FAILED = {**_DEAD, "ActiveState": "failed", "SubState": "failed"}
_APPLICATION = re.compile(r"[A-Za-z0-9_-]+@[A-Za-z0-9_-]+\.service$")


class Refused(Exception):
    """A request that the agent answers with a status other than OK."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Units:
    """The agent's own unit runs; configured ones are loaded and off; applications come and go."""

    def __init__(self, own, configured, applications):
        self._lock = threading.Lock()
        self._applications = set(applications)
        self._states = {own: _RUNNING, **{name: _DEAD for name in configured}}

    def status(self, name):
        with self._lock:
            return self._status(name)

    def start(self, name):
        return self._change("start", name, _RUNNING)

    def stop(self, name):
        return self._change("stop", name, _DEAD)

    def freeze(self, name):
        return self._change("freeze", name, {**_RUNNING, "FreezerState": "frozen"})

    def thaw(self, name):
        return self._change("unfreeze", name, _RUNNING)

    def start_application(self, name, arguments):
        if name.split("@")[0] not in self._applications or not _APPLICATION.match(name):
            raise Refused(grpc.StatusCode.UNKNOWN,
                          "cannot start application: application not found in manifest")
        if any(not argument.startswith("-") for argument in arguments):
            raise Refused(grpc.StatusCode.UNKNOWN,
                          f"cannot start application: invalid application argument: {arguments[0]}")
        with self._lock:
            self._states[name] = _RUNNING
            return self._status(name)

    def exit(self, name):
        """Ends a unit from outside, well."""
        with self._lock:
            self._states[name] = _DEAD

    def fail(self, name):
        """Ends a unit from outside, badly."""
        with self._lock:
            self._states[name] = _FAILED

    def _change(self, verb, name, state):
        with self._lock:
            if name not in self._states:
                raise Refused(grpc.StatusCode.UNKNOWN, f"cannot {verb} unit: unit is not whitelisted")
            self._states[name] = state
            return self._status(name)

    def _status(self, name):
        if name not in self._states:
            raise Refused(grpc.StatusCode.NOT_FOUND, f"error fetching unit status: {name}")
        return {"Name": name, "Description": f"Reference {name}",
                "Path": "/org/freedesktop/systemd1/unit/reference", **self._states[name]}
