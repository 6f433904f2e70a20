"""YAML for the files that Prometheus and Grafana read: mappings and lists by indentation, every scalar as JSON.

JSON scalars are YAML scalars that no reader mistakes for another type; fifty lines here save a dependency.
"""

import json
from collections.abc import Iterator, Mapping

_NOT_PLAIN = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""Words that some readers take for a truth value."""


def yaml_text(content: Mapping[str, object], comment: str) -> str:
    """A whole file; each line of `comment` comes first, after a hash."""
    head = "".join(f"# {line}".rstrip() + "\n" for line in comment.splitlines())
    return head + "\n".join(_mapping(content, "")) + "\n"


def _mapping(content: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in content.items():
        name = _scalar(key) if key in _NOT_PLAIN else key
        if _is_nested(value):
            yield f"{indent}{name}:"
            yield from _block(value, indent + "  ")
        else:
            yield f"{indent}{name}: {_scalar(value)}"


def _block(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _mapping(value, indent)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _item(item, indent)


def _item(item: object, indent: str) -> Iterator[str]:
    if not _is_nested(item):
        yield f"{indent}- {_scalar(item)}"
        return
    first, *others = _block(item, indent + "  ")
    yield f"{indent}- {first.lstrip()}"
    yield from others


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
