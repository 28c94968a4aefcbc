"""Mutual TLS as grpcio has it, and who a caller's certificate says it is."""

import grpc


def add_arguments(parser):
    for name in ("ca", "cert", "key"):
        parser.add_argument(f"--{name}", required=True, help=f"PEM file of the {name}")


def channel(arguments, target, server_name):
    """A new channel to `target` that expects a certificate for `server_name`."""
    credentials = grpc.ssl_channel_credentials(*_material(arguments))
    options = [
        ("grpc.ssl_target_name_override", server_name),
        # A channel is a connection of its own, as with the reference's clients.
        ("grpc.use_local_subchannel_pool", 1),
        # Proxies are for the world outside; gRPC would use one for loopback too.
        ("grpc.enable_http_proxy", 0),
    ]
    return grpc.secure_channel(target, credentials, options)


def server_credentials(arguments):
    ca, key, cert = _material(arguments)
    return grpc.ssl_server_credentials([(key, cert)], root_certificates=ca, require_client_auth=True)


def _material(arguments):
    return tuple(_read(path) for path in (arguments.ca, arguments.key, arguments.cert))


def _read(path):
    with open(path, "rb") as file:
        return file.read()


class CallerCheck(grpc.ServerInterceptor):
    """Refuses a call from an address that the caller's certificate does not name."""

    def __init__(self, say):
        self._say = say

    def intercept_service(self, continuation, details):
        handler = continuation(details)
        if handler is None or handler.request_streaming:
            return handler
        streams = handler.response_streaming
        answer = handler.unary_stream if streams else handler.unary_unary

        def checked(request, context):
            self._check(context, details.method)
            return answer(request, context)

        wrap = (grpc.unary_stream_rpc_method_handler if streams
                else grpc.unary_unary_rpc_method_handler)
        return wrap(checked, handler.request_deserializer, handler.response_serializer)

    def _check(self, context, method):
        address = context.peer().split(":", 1)[1].rsplit(":", 1)[0].strip("[]")
        names = [name.decode() for name in
                 context.auth_context().get("x509_subject_alternative_name", [])]
        if address in names:
            return
        self._say(event="refused", method=method, address=address, names=names)
        context.abort(grpc.StatusCode.PERMISSION_DENIED,
                      f"peer IP {address} does not match any IP in certificate")
