"""`python -m tradegraph`, and what the command runs."""


def main() -> None:
    """Run the command line."""
    from tradegraph.cli import main as command  # not for the processes of a build, which import this module and not more

    command()


if __name__ == "__main__":
    main()
