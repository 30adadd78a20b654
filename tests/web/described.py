"""The API's description for tests: the document, and what checks a value against it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import jsonschema_rs
import msgspec
from litestar import Litestar

from scoring.store.memory import MemoryStore
from scoring.web.app import create_app
from scoring.web.schema import described

Node = dict[str, Any]


def application() -> Litestar:
    """The application, not started."""

    async def no_store() -> MemoryStore:
        return MemoryStore()

    return create_app(no_store, lambda: None)


@cache
def document() -> Node:
    """What /schema answers."""
    found: Node = msgspec.json.decode(msgspec.json.encode(described(application().routes)))
    return found


def operations() -> dict[str, Node]:
    """Every operation by "POST /path/{part}"."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def checker(schema: Mapping[str, Any]) -> Callable[[object], list[str]]:
    """Tells what is wrong with a value; nothing if it is as this schema says."""
    whole = {**schema, "components": {"schemas": document()["components"]["schemas"]}}
    validator = jsonschema_rs.Draft202012Validator(whole)
    return lambda value: [error.message for error in validator.iter_errors(value)]


def body_checker(name: str) -> Callable[[object], list[str]]:
    """Tells what is wrong with a body of this operation."""
    return checker(operations()[name]["requestBody"]["content"]["application/json"]["schema"])


def answer_checker(name: str, status: int) -> Callable[[object], list[str]]:
    """Tells what is wrong with a JSON answer of this operation."""
    content = operations()[name]["responses"][str(status)]["content"]
    kind = "application/json" if status < 400 else "application/problem+json"
    return checker(content[kind]["schema"])
