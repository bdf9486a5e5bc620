"""Server side of Daisy: a kernel websocket without Nagle's delay. Everything else is data files."""


def _jupyter_server_extension_points():
    return [{"module": "daisy_lab"}]


def _load_jupyter_server_extension(server):
    # ZeroMQ or gateway connection, whichever is configured. `connect` and not `prepare`: the socket exists only after the handshake.
    class NoDelayConnection(server.kernel_websocket_connection_class):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    server.web_app.settings["kernel_websocket_connection_class"] = NoDelayConnection
    server.log.info("daisy_lab: kernel websockets send small messages at once")
