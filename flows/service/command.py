"""The command `lbn serve` with its options; what it needs is loaded only when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from tasks.presentation.terminal import in_words


def serve(
    program: Annotated[
        Path,
        typer.Option("--program", envvar="LBN_PROGRAM", help="The program's folder, with lbn.toml.", show_default="."),
    ] = Path(),
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Where the web page is, on this machine.")
    ] = 4200,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; 0.0.0.0 in a container or behind a proxy.")
    ] = "127.0.0.1",
    known_host: Annotated[
        list[str] | None,
        typer.Option("--known-host", help="A name by which a proxy calls the page; may be repeated."),
    ] = None,
    show_login: Annotated[bool, typer.Option("--show-login", help="Show the login of the page, and end.")] = False,
) -> None:
    """All of it on its schedules, in one process, with the web page of the runs. Ctrl-C ends it."""
    from flows.service import serve as service  # noqa: PLC0415 - a command starts in under a second
    from flows.service.environment import Address  # noqa: PLC0415 - as above

    with in_words():
        if show_login:
            typer.echo(service.show_login(program))
        else:
            service.serve_program(program, Address(host, port, tuple(known_host or ())), typer.echo)
