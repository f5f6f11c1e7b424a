"""Named questions: the SPARQL of queries/*.rq with its help and its parameters.

The first line of a question is a comment that says what it answers; then one comment for each parameter, `# name (kind): what it is`. A
parameter is a line `VALUES ?name { default }` in the query. Its kind says what a value becomes: the scheme of a code list makes it a concept,
`document` a release, `number` an xsd:decimal, `text` a string. Values stand in the query as terms, so that they are looked up and not compared.
A subquery that needs a parameter repeats its line, for it is evaluated without what is around it.

How a question is put decides how fast it is. Oxigraph (0.5) takes first what has a value, then of patterns that look alike the first: a question
begins with what few figures have. Figures of a whole trade and of a good come by tg:wholeTradeOf and tg:tradeIn, one pattern instead of six. Each
pattern of a figure is a search of its own, some 5 µs; where hundreds of thousands of figures are gone over, subqueries of one pattern are read
through and joined by hash. IRIs are looked up again for each comparison of a sort: where rows are many, ?order holds those of a row in one string,
parted by a space, which comes before all that an IRI may hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from tradegraph.errors import SourceError, UsageError
from tradegraph.vocabulary import DOC, XSD, Vocabulary, code_iri

_DIRECTORY = Path(__file__).resolve().parent / "queries"
_PARAMETER = re.compile(r"# (\w+) \(([\w-]+)\): (.+)")
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for: `kind` is a scheme of the vocabulary, document, number or text; `default` is the term as the query has it."""

    name: str
    kind: str
    meaning: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query with a name, what it answers, and its parameters in their order."""

    name: str
    answers: str
    parameters: tuple[Parameter, ...]
    sparql: str


def named() -> list[Question]:
    """The questions that come with the package, by name."""
    return [_question(file) for file in sorted(_DIRECTORY.glob("*.rq"))]


def find(name: str) -> Question:
    """A named question, or the one in a file whose name ends in .rq. Raises UsageError where there is none."""
    file = Path(name) if name.endswith(".rq") else _DIRECTORY / f"{name}.rq"
    if not file.is_file():
        raise UsageError(f"no question {name!r}; `tradegraph query` lists them, or give a file ending in .rq")
    return _question(file)


def _question(file: Path) -> Question:
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise SourceError(f"{file}: larger than {_MAX_BYTES // 1_000_000} MB; a query is a page")
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{file}: {error}; save the query as UTF-8") from error
    head = text.splitlines()
    comments = [line for line in head if line.startswith("#")]
    declared = {m[1]: (m[2], m[3]) for line in comments if (m := _PARAMETER.fullmatch(line.strip()))}
    parameters = {
        m[1]: Parameter(m[1], *declared.get(m[1], ("text", "")), m[2].strip())
        for m in _VALUES.finditer(text)
        if m[1] in declared or m[2].strip()[:1] == '"'
    }
    return Question(file.stem, comments[0].lstrip("# ") if comments else "", tuple(parameters.values()), text)


_VALUES = re.compile(r"^[ \t]*VALUES \?(\w+) \{([^{}\n]*)\}", re.MULTILINE)


def filled(question: Question, values: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """The SPARQL of a question with these values in place of its defaults.

    Raises UsageError for a parameter that it has not, and for a value that no list has or that is no number.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    terms: dict[str, str] = {}
    for name, value in values.items():
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageError(f"{question.name} has no parameter {name!r}; {has}")
        terms[name] = _term(known[name], value, vocabulary)
    return _VALUES.sub(lambda m: m[0][: m.start(2) - m.start()] + f" {terms[m[1]]} }}" if m[1] in terms else m[0], question.sparql)


def _term(parameter: Parameter, value: str, vocabulary: Vocabulary) -> str:
    if parameter.kind == "text":
        return str(ox.Literal(value))
    if parameter.kind == "number":
        try:
            return str(ox.Literal(format(Decimal(value), "f"), datatype=ox.NamedNode(XSD + "decimal")))
        except InvalidOperation:
            raise UsageError(f"{parameter.name} is a number without separators, not {value!r}") from None
    try:
        if value.startswith(("http://", "https://")):
            return str(ox.NamedNode(value))
        if parameter.kind == "document":
            return str(ox.NamedNode(DOC + value))
    except ValueError as error:
        raise UsageError(f"{parameter.name} cannot be {value!r}: {error}") from error
    if vocabulary.find(parameter.kind, value) is None and not value.startswith("x-") and "_" not in value:
        raise UsageError(f"{parameter.name}: no {parameter.kind} has the code {value!r}; look it up with `tradegraph vocabulary find`")
    return f"<{code_iri(parameter.kind, value)}>"
