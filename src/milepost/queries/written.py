"""Arguments that people and addresses write as text, made into the JSON that their schema asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def from_texts(schema: Mapping[str, Any], texts: Sequence[str]) -> Any:
    """Give the JSON value that texts stand for: several are a list; objects are written as JSON.

    What is no such JSON stays text, which the command or query then refuses in its own words.
    """
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "array":
        return _list(schema.get("items", {}), texts)
    text = texts[-1]
    return _json(text) if kind == "object" else text


def _list(items: Mapping[str, Any], texts: Sequence[str]) -> Any:
    if len(texts) == 1 and (texts[0].lstrip().startswith("[") or items.get("type") in ("object", "array")):
        return _json(texts[0])
    if len(texts) == 1:
        # One text with commas is a list to the reader of arguments.
        return texts[0]
    return [from_texts(items, [text]) for text in texts]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
