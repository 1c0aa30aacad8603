"""What may not reach a log: passwords, tokens, keys and codes."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"(?i)((?:password|passwd|secret|token|api[_-]?key|authorization|cookie|csrfmiddlewaretoken|sessionid|code)"
    r"[\"']?\s*[=:]\s*[\"']?(?:bearer\s+|basic\s+)?)[^\s\"'&,;]+"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}")
_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s:/@]*):[^\s@]+@")


class WithoutSecrets(logging.Filter):
    """Blacks out what looks like a secret before a line is written; the traceback is treated like the message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True


def without_secrets(text: str) -> str:
    """Give a text with the values of passwords, tokens and the like blacked out."""
    text = _ADDRESS.sub(r"\1:***@", text)
    text = _BEARER.sub(r"\1 ***", text)
    return _SECRET.sub(r"\1***", text)
