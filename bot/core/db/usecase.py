"""Use cases: decorators that turn a plain function of a transaction into a method to await."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from functools import update_wrapper
from types import MethodType
from typing import Any, Concatenate, Generic, Literal, ParamSpec, Protocol, TypeVar, overload

from bot.core.db.database import Database
from bot.core.db.tx import Tx


class HasDatabase(Protocol):
    """A service: whatever keeps the database it works on as `db`."""

    @property
    def db(self) -> Database: ...


S = TypeVar("S", bound=HasDatabase)
P = ParamSpec("P")
R = TypeVar("R")
Kind = Literal["read", "write", "claim"]


class UseCase(Generic[S, P, R]):
    """A method that runs its body in one transaction.

    On an instance it is called without `tx` and returns a coroutine (a Coroutine and not an Awaitable, so
    that mypy reports a forgotten await). On the class, `.__wrapped__` is the body as written, for tests and
    for nothing else: a use case calls store functions, never another use case.
    """

    __wrapped__: Callable[Concatenate[S, Tx, P], R]

    def __init__(self, body: Callable[Concatenate[S, Tx, P], R], kind: Kind) -> None:
        if inspect.iscoroutinefunction(body) or inspect.isgeneratorfunction(body):
            raise TypeError(f"{body.__qualname__} must be a plain function: a transaction cannot wait")

        claim = kind == "claim"

        async def read(service: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return await service.db.read(lambda tx: body(service, tx, *args, **kwargs))

        async def write(service: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return await service.db.write(lambda tx: body(service, tx, *args, **kwargs), claim=claim)

        self.__wrapped__ = body
        self.__doc__ = body.__doc__
        self._call: Callable[Concatenate[S, P], Coroutine[Any, Any, R]] = read if kind == "read" else write
        # The body's name, so that "coroutine … was never awaited" names the use case.
        update_wrapper(self._call, body)

    @overload
    def __get__(self, instance: None, owner: type[S]) -> UseCase[S, P, R]: ...

    @overload
    def __get__(self, instance: S, owner: type[S]) -> Callable[P, Coroutine[Any, Any, R]]: ...

    def __get__(
        self, instance: S | None, owner: type[S]
    ) -> UseCase[S, P, R] | Callable[P, Coroutine[Any, Any, R]]:
        """The use case bound to a service, or itself when taken from the class."""
        return self if instance is None else MethodType(self._call, instance)


def query(body: Callable[Concatenate[S, Tx, P], R], /) -> UseCase[S, P, R]:
    """A use case that only reads, on one snapshot of the database. A write in it raises."""
    return UseCase(body, "read")


@overload
def use_case(body: Callable[Concatenate[S, Tx, P], R], /) -> UseCase[S, P, R]: ...


@overload
def use_case(*, claim: bool) -> Callable[[Callable[Concatenate[S, Tx, P], R]], UseCase[S, P, R]]: ...


def use_case(
    body: Callable[Concatenate[S, Tx, P], R] | None = None, /, *, claim: bool = False
) -> UseCase[S, P, R] | Callable[[Callable[Concatenate[S, Tx, P], R]], UseCase[S, P, R]]:
    """A use case that writes: all of it is kept, or nothing, and when it returns it is on disk.

    The body may run more than once, so it only reads and writes the database. With `claim=True` it takes
    work from a queue by `with_for_update(skip_locked=True)` and sees what others have just committed
    (PostgreSQL: READ COMMITTED instead of SERIALIZABLE; SQLite has one writer and needs no difference).
    """
    kind: Kind = "claim" if claim else "write"
    if body is not None:
        return UseCase(body, kind)

    def decorate(body: Callable[Concatenate[S, Tx, P], R]) -> UseCase[S, P, R]:
        return UseCase(body, kind)

    return decorate
