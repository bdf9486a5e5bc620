"""Parameters of a notebook as TypeScript, in the form that papermill asks of a translator. Needs no papermill itself."""

import json
import re
from collections import namedtuple

# What papermill calls papermill.models.Parameter.
Parameter = namedtuple("Parameter", ["name", "inferred_type_name", "default", "help"])

DECLARATION = re.compile(
    r"^\s*(?:export\s+)?(?:let|const|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?))?\s*=\s*(?P<value>.*?)\s*;?"
    r"\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator:
    """
    Each parameter is declared again, below the cell with the tag `parameters`. Its type is `any`: the notebook's own cell may say more
    than a value can tell, such as that a text is one of three.
    """

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [f"let {name}: any = {cls.translate(value)};" for name, value in parameters.items()]
        return "\n".join([f"// {comment}", *lines, ""])

    @classmethod
    def translate(cls, value):
        """JSON is TypeScript; of what JSON lacks, NaN and Infinity have the same names in both, and dates become text."""
        return json.dumps(value, ensure_ascii=False, default=str)

    @classmethod
    def inspect(cls, parameters_cell):
        """What `papermill --help-notebook` lists: the declarations that stand on one line each."""
        found = [DECLARATION.match(line) for line in parameters_cell["source"].splitlines()]
        return [
            Parameter(match["name"], match["type"] or "None", match["value"], match["help"] or "") for match in found if match
        ]
