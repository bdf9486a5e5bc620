"""
Loaded by papermill when it starts: it has a group of entry points for engines, and none for the translators of parameters. The engine is
papermill's own; what counts is that the translator of TypeScript is registered on the way.
"""

from papermill.engines import NBClientEngine
from papermill.translators import papermill_translators

from .parameters import TypeScriptTranslator

for name in ("daisy-typescript", "typescript"):
    papermill_translators.register(name, TypeScriptTranslator)


class Engine(NBClientEngine):
    """`papermill --engine daisy` is papermill's default engine."""
