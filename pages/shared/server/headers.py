"""What every response tells the browser to refuse."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.server.index import inline_scripts


def content_security_policy() -> str:
    """Say what a page may load: nothing that is not this server's own."""
    rules = {
        "default-src": ["'self'"],  # also WebSockets to this host
        # Streamlit makes each component's JavaScript a module by way of a blob: address, and
        # multiplies 64-bit integers of its messages in WebAssembly.
        "script-src": ["'self'", "blob:", "'wasm-unsafe-eval'", *inline_scripts()],
        "style-src": ["'self'", "'unsafe-inline'"],  # Streamlit and Plotly write style elements
        "img-src": ["'self'", "data:", "blob:"],  # icons, QR codes, and Plotly's saved pictures
        "font-src": ["'self'", "data:"],  # KaTeX's are data: addresses
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        # No frame-ancestors: Community Cloud shows the app in a frame, and so do teachers in pages
        # of their own. There is no account that a click in a foreign frame could misuse.
    }
    return "; ".join(" ".join([rule, *sources]) for rule, sources in rules.items())


class SecurityHeaders:
    """Middleware that adds the headers to every response.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_security_policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",  # an address may hold a visitor's table
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)
