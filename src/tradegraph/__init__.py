"""tradegraph reads releases on China's regional foreign trade into a validated knowledge graph."""

from importlib.metadata import version as _version

__version__ = _version("tradegraph")
