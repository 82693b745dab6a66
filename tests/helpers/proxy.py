"""A reverse proxy as docs/deploy.md describes one: it serves a page under a sub-path, and streams."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PIECE = 65536  # bytes passed on at a time, at most
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}  # between two neighbours only (RFC 9110)


@contextmanager
def proxy(address: str, sub_path: str) -> Iterator[str]:
    """A server in front of `address` until the block ends: yields its own, which ends in `sub_path`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Pass a request on without the sub-path, and the answer back as it comes."""
            if not self.path.startswith(f"{sub_path}/"):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            behind = http.client.HTTPConnection(urlsplit(address).netloc)
            told = {**self.headers, "X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Proto": "http"}
            behind.request(self.command, self.path.removeprefix(sub_path), body, told)
            answer = behind.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError, http.client.HTTPException):  # somebody has left
                while piece := answer.read1(PIECE):
                    self.wfile.write(piece)
            behind.close()

        do_HEAD = do_POST = do_GET  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Nothing: a test prints enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{sub_path}"
    finally:
        server.shutdown()
        server.server_close()
