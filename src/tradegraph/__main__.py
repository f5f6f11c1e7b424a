"""`python -m tradegraph`."""

from tradegraph.cli import main

if __name__ == "__main__":
    main()
