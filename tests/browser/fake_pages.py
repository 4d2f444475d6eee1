"""The page around a module under test, and the shape of an error."""

TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
    ".png": "image/png",
}
POLICY = b"default-src 'self'; object-src 'none'; base-uri 'self'"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="csrf-token" content="token"><title>t</title>
<link rel="stylesheet" href="/static/css/portal.css">
<link rel="stylesheet" href="/static/css/components.css">
<link rel="stylesheet" href="/static/css/player.css">
<script type="module" src="/static/js/portal.js"></script></head>
<body data-live="/ws/live/" data-icons="/static/icons.svg"><div id="toasts" class="toasts">
</div>%s</body></html>"""
TRAY = '<upload-tray data-worker="%s" data-user="1" hidden></upload-tray>'


def problem(code, message, kept="", todo="", **fields):
    return {
        "error": {"code": code, "message": message, "kept": kept, "todo": todo, "fields": fields}
    }
