"""Something to look at: the page that opens every figure in its sentence, and the drawings."""

from tradegraph.explorer.markup import SHIPPED, page

__all__ = ["SHIPPED", "page"]
