"""The command line: `goodterms serve`, and commands that read books. It wires nothing itself."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.books.check import cli_check
from plugin.logs import configure_logs
from plugin.settings import Settings, WrongSettings, read_settings

if TYPE_CHECKING:
    from plugin.bootstrap import House

# what a command alone needs is imported by it: the local Xero starts without a database's weight


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["sandbox"]:
        from connectors.sandbox.serve import serve as serve_sandbox  # noqa: PLC0415 - starts alone

        return serve_sandbox(arguments[1:])
    if arguments[:1] == ["log"]:
        from plugin.log_command import cli_log  # noqa: PLC0415

        return cli_log(arguments[1:])
    if arguments[:1] in (["books"], ["replay"], ["backtest"], ["assistant"]):
        return _on_files(arguments)
    if arguments[:1] in (["review"], ["reseal"], ["lapsed"]):
        return _told(lambda: _on_the_database(arguments))
    if arguments[:1] == ["demo"]:
        from plugin.demo.command import demo  # noqa: PLC0415 - starts the others as processes

        return demo(arguments[1:], os.environ, empty=_empty)
    parsed = _parser().parse_args(arguments)
    configure_logs(as_json=True if parsed.log == "json" else None)
    return _told(lambda: int(parsed.run(parsed)))


def _on_files(arguments: list[str]) -> int:
    """Run a command that reads files and needs no database."""
    match arguments[:2]:
        case ["books", "check"]:
            return cli_check(arguments[2:])
        case ["assistant", "score"]:
            from plugin.assistant_score import cli_score  # noqa: PLC0415

            return cli_score(arguments[2:], lambda argv: main(["assistant", "answer", *argv]))
        case ["assistant", "answer"]:
            from plugin.assistant_command import cli_assistant  # noqa: PLC0415

            return cli_assistant(arguments[2:])
        case ["replay", *_]:
            from plugin.replay_command import cli_replay  # noqa: PLC0415

            return cli_replay(arguments[1:])
        case ["backtest", *_]:
            from plugin.backtest_command import cli_backtest  # noqa: PLC0415

            return cli_backtest(arguments[1:])
        case _:
            print(f"no such command: {' '.join(arguments[:2])}", file=sys.stderr)
            return 2


def _on_the_database(arguments: list[str]) -> int:
    """Run a command that needs the database and neither web nor worker."""
    if arguments[0] == "review":
        from plugin.review_command import cli_review  # noqa: PLC0415

        return cli_review(arguments[1:], os.environ)
    from plugin.keeping_command import cli_keep  # noqa: PLC0415

    return cli_keep(arguments, os.environ)


def _told(run: Callable[[], int]) -> int:
    """Run, and put wrong settings in words instead of a traceback."""
    try:
        return run()
    except WrongSettings as wrong:
        for complaint in wrong.complaints:
            print(complaint, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="goodterms",
        description="Credit control for businesses that keep their books in Xero.",
        epilog="Also: demo, sandbox, books check, review, replay, backtest, assistant answer, "
        "assistant score, log verify, reseal, lapsed (each with -h).",
    )
    parser.add_argument("--log", choices=("auto", "json"), default="auto")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, words in (
        ("serve", _serve, "web, worker and clock in one process"),
        ("web", _web, "the web alone; any number may run"),
        ("worker", _worker, "a worker alone; any number may run"),
        ("clock", _clock, "the clock alone; any number may run"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=8000)
        command.add_argument(
            "--behind",
            metavar="ADDRESS",
            help="the proxy in front, whose X-Forwarded-For is believed; nobody's without it",
        )
        command.set_defaults(run=run)
    migrate = commands.add_parser("migrate", help="bring the database up to date, as its owner")
    migrate.add_argument("--print-roles", action="store_true")
    migrate.set_defaults(run=_migrate)
    return parser


def _settings() -> Settings:
    return read_settings(os.environ)


def _serve(arguments: argparse.Namespace) -> int:
    return _run(arguments, web=True, worker=True, clock=True)


def _web(arguments: argparse.Namespace) -> int:
    return _run(arguments, web=True)


def _worker(arguments: argparse.Namespace) -> int:
    return _run(arguments, worker=True)


def _clock(arguments: argparse.Namespace) -> int:
    return _run(arguments, clock=True)


def _migrate(arguments: argparse.Namespace) -> int:
    from plugin.store import open_store  # noqa: PLC0415
    from plugin.store.roles import role_statements  # noqa: PLC0415

    if arguments.print_roles:
        print(role_statements())
        return 0
    settings = read_settings(os.environ, needs_ledger=False)
    open_store(data=settings.data, keys=settings.keys, database_url=settings.database_url).close()
    return 0


def _run(
    arguments: argparse.Namespace, *, web: bool = False, worker: bool = False, clock: bool = False
) -> int:
    """Run the parts until SIGTERM or SIGINT, then stop them in order; outside calls end first."""
    from plugin.bootstrap import build  # noqa: PLC0415

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    house = build(_settings())
    # what is loaded by now stays; looking through it again and again costs a quarter of a review
    gc.freeze()
    try:
        _run_parts(house, arguments, stop, web=web, worker=worker, clock=clock)
    finally:
        house.close()
    return 0


def _run_parts(
    house: House,
    arguments: argparse.Namespace,
    stop: threading.Event,
    *,
    web: bool,
    worker: bool,
    clock: bool,
) -> None:
    from plugin.serving import serve_on  # noqa: PLC0415

    engine = house.engine() if worker else None
    ticks = house.ticks() if clock else None
    server = (
        serve_on(house.web(), host=arguments.host, port=arguments.port, behind=arguments.behind)
        if web
        else None
    )
    # a browser's open connection must not keep the program alive
    serving = threading.Thread(target=server.run, name="web", daemon=True) if server else None
    if engine is not None:
        engine.start()
    if ticks is not None:
        ticks.start()
    if serving is not None:
        serving.start()
    print(f"READY {house.settings.url if web else ''}".rstrip(), flush=True)
    stop.wait()
    if ticks is not None:
        ticks.stop()
    if engine is not None:
        engine.stop()
    if server is not None:
        server.close()
        # whoever is being answered still gets the answer
        server.task_dispatcher.shutdown(timeout=10)


def _empty(folder: Path) -> None:
    """Stop and remove the database of a data folder. Raises OSError where somebody is using it."""
    from plugin.store import embedded  # noqa: PLC0415
    from plugin.store._postgres import ServerFailed  # noqa: PLC0415

    try:
        embedded.remove(folder)
    except ServerFailed as problem:
        raise OSError(str(problem)) from problem


def data_folder(text: str) -> Path:
    """A folder named on the command line."""
    return Path(text).expanduser().absolute()
