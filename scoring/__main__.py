"""`python -m scoring`: in a fresh checkout, too, with nothing but Python."""

from scoring import bootstrap


def main() -> None:
    """Install what is missing, then hand over to the command line."""
    bootstrap.ensure("scoring")
    from scoring.cli import cli  # noqa: PLC0415 - needs what was just installed

    cli()


if __name__ == "__main__":
    main()
