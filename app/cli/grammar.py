"""Commands whose help and complaints speak the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from app.cli.speech import OPTION, Speech
from policy.messages import Message, say


class SpokenCommand(click.Command):
    """A command with its help in the reader's language; the language itself may be asked for anywhere."""

    def __init__(self, *arguments: Any, speech: Speech, **settings: Any) -> None:
        settings.setdefault("options_metavar", speech(say("[OPTIONS]")))
        super().__init__(*arguments, **settings)
        self.speech = speech
        help_text = speech(say("Show this text and exit."))
        self._help = click.Option(
            ["--help"], is_flag=True, is_eager=True, expose_value=False, help=help_text, callback=_show_help
        )

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """`--help`, said in the reader's language."""
        return self._help

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and say in the reader's language what is left over."""
        takes_rest, ctx.allow_extra_args = ctx.allow_extra_args, True
        rest = super().parse_args(ctx, args)
        if rest and not takes_rest:
            ctx.fail(self.speech(say("Too many arguments: {rest}.", rest=" ".join(rest))))
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how to call the command."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self.speech(say("Usage: ")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with what they do."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        names = [(param.get_help_record(ctx) or ("",))[0] for param in options]
        rows = [(name, param.help or "") for name, param in zip(names, options, strict=True)]
        _write_list(formatter, self.speech(say("Options:")), rows)


@dataclass(frozen=True, slots=True)
class Later:
    """A command whose module is read when it is called: the site's parts take seconds that a plan need not wait for."""

    name: str
    help: Message
    module: str
    maker: str = "command"


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands, likewise; some of them are made only when they are called."""

    def __init__(self, *arguments: Any, speech: Speech, later: Sequence[Later] = (), **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", speech(say("COMMAND [ARGUMENTS]...")))
        super().__init__(*arguments, speech=speech, **settings)
        self._later = {entry.name: entry for entry in later}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return [*self.commands, *self._later]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, made now if it was left for later."""
        entry = self._later.get(cmd_name)
        if entry is None:
            return super().get_command(ctx, cmd_name)
        made: click.Command = getattr(import_module(entry.module), entry.maker)(self.speech)
        return made

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        commands = [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]
        commands += [(entry.name, self.speech(entry.help)) for entry in self._later.values()]
        _write_list(formatter, self.speech(say("Commands:")), commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say that there is none of this name."""
        if self.get_command(ctx, args[0]) is None:
            ctx.fail(self.speech(say("There is no command “{name}”.", name=args[0])))
        return super().resolve_command(ctx, args)


def complaint(error: click.UsageError) -> Message:
    """What is wrong with a call, as a sentence."""
    name = error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    name = name.strip("'")
    if isinstance(error, click.MissingParameter):
        return say("{name} is missing.", name=name)
    if isinstance(error, click.BadParameter):
        return say("{name}: {reason}.", name=name, reason=error.message)
    if isinstance(error, click.NoSuchOption):
        return say("There is no option {name}.", name=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        return say("The option {name} is not used as it is meant to be.", name=error.option_name)
    return say("{message}", message=error.message)


def language_option(speech: Speech, kind: click.ParamType[str]) -> click.Option:
    """`--lang`, which was read before the arguments were parsed."""
    return click.Option(
        [OPTION],
        type=kind,
        expose_value=False,
        metavar="zh|en",
        help=speech(say("Language of the terminal and of the files.")),
    )


def _write_list(formatter: click.HelpFormatter, head: str, rows: list[tuple[str, str]]) -> None:
    """Write names with what they do under a head of their own."""
    formatter.write(f"\n{head}\n")
    formatter.indent()
    formatter.write_dl(rows)
    formatter.dedent()


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Print the help and leave."""
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
