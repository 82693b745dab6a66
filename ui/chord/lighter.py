"""The page as light as it can be: what gradio would send although nobody here needs it."""

from gradio.brotli_middleware import BrotliMiddleware

# Gradio 6.31's player of live streams: half a megabyte that comes with every audio component and serves those
# that stream. In its place goes a module that says "not supported" under the same names.
STREAMING = "/assets/hls-DKvqWxTe.js"
NO_STREAMING = b"export const n = () => false, t = () => {}, r = {};"


class Lighter(BrotliMiddleware):
    """Compresses the document too, which gradio sends as it is, and answers for the player of streams."""

    def _is_compressible_file_type(self, scope: dict) -> bool:
        """Gradio goes by the extension, and the document has none."""
        return scope["path"].endswith("/")

    async def __call__(self, scope: dict, receive: object, send: object) -> None:
        """Serve one request, as ASGI has it."""
        if scope["type"] == "http" and scope["path"].endswith(STREAMING):
            headers = [(b"content-type", b"text/javascript"), (b"content-length", b"%d" % len(NO_STREAMING))]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": NO_STREAMING})
        else:
            await super().__call__(scope, receive, send)
