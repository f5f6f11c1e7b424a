"""Named questions: the SPARQL of queries/*.rq with its help and its parameters.

The first line of a question is a comment that says what it answers; then one comment for each parameter, `# name (kind): what it is`. A
parameter is a line `VALUES ?name { default }` in the query. Its kind says what a value becomes: the scheme of a code list makes it a concept,
`document` a release, `number` an xsd:decimal, `period` and `language` what they say, `text` a string. Where the default is "*" the value stands as
a string and may be * too. Values stand in the query as terms, so that they are looked up and not compared.
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
from pathlib import Path

import pyoxigraph as ox

from tradegraph import codes
from tradegraph.errors import SourceError, UsageError
from tradegraph.graph import document_iri
from tradegraph.table import canonical, decimal
from tradegraph.vocabulary import CODE, PERIOD, XSD, Vocabulary, code_iri

_DIRECTORY = Path(__file__).resolve().parent / "queries"
_PARAMETER = re.compile(r"# (\w+) \(([\w-]+)\): (.+)")
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for: `kind` is a scheme of the vocabulary, document, period, number, language or text; `default` is the query's term."""

    name: str
    kind: str
    meaning: str
    default: str

    @property
    def written(self) -> str:
        """The default as one would write it."""
        if '"' in self.default:
            return self.default.split('"')[1]
        return codes.shown(self.default[1:-1] if self.default.startswith("<") else CODE + self.default.replace(":", "/", 1))

    @property
    def narrows(self) -> bool:
        """Whether the default leaves something out."""
        return self.kind != "language" and self.written != _ANY


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
    try:
        return _TERMS.get(parameter.kind, _concept)(parameter, value, vocabulary)
    except UsageError as error:
        raise UsageError(f"{parameter.name}: {error}") from error
    except ValueError as error:
        raise UsageError(f"{parameter.name} cannot be {value!r}: {error}") from error


def _text(_: Parameter, value: str, __: Vocabulary) -> str:
    return str(ox.Literal(value))


def _number(_: Parameter, value: str, __: Vocabulary) -> str:
    number = decimal(value)
    if number is None:
        raise UsageError(f"a number without separators is needed, not {value!r}")
    return str(ox.Literal(canonical(number), datatype=ox.NamedNode(XSD + "decimal")))


def _document(_: Parameter, value: str, __: Vocabulary) -> str:
    return str(ox.NamedNode(value if value.startswith(_ADDRESSES) else document_iri(value)))


def _period(parameter: Parameter, value: str, _: Vocabulary) -> str:
    text = value.strip()
    if text == _ANY and parameter.written == _ANY:
        return str(ox.Literal(_ANY))
    return str(ox.Literal(codes.period(text.removeprefix(PERIOD))))


def _language(_: Parameter, value: str, __: Vocabulary) -> str:
    tag = value.lower()
    if tag not in _LANGUAGES:
        raise UsageError(f"names are in {', '.join(_LANGUAGES)}, not in {value!r}")
    return str(ox.Literal(tag))


def _concept(parameter: Parameter, value: str, vocabulary: Vocabulary) -> str:
    """A concept's IRI, or its code where the default is a string."""
    if parameter.default.startswith('"'):
        return str(ox.Literal(value if value == parameter.written == _ANY else codes.code(vocabulary, parameter.kind, value)))
    if value.startswith(_ADDRESSES):
        return str(ox.NamedNode(value))
    return f"<{code_iri(parameter.kind, codes.code(vocabulary, parameter.kind, value))}>"


_ANY = "*"
_LANGUAGES = ("en", "zh-hans", "zh-hant")
_ADDRESSES = ("http://", "https://")
_TERMS = {"text": _text, "number": _number, "document": _document, "period": _period, "language": _language}


def defaults(question: Question, values: Mapping[str, str]) -> list[str]:
    """The defaults that narrow the answer, where nothing else was asked for: `region=350000 (default)`."""
    return [f"{p.name}={p.written} (default)" for p in question.parameters if p.name not in values and p.narrows]


def without_answers(question: Question, values: Mapping[str, str], graph: str) -> str:
    """What to say where a question has no answers: of what, and what to try; `graph` is how one names the graph that was asked."""
    asked = [f"{p.name}={values[p.name]}" for p in question.parameters if p.name in values and p.kind != "language"]
    asked += defaults(question, values)
    kinds = {p.kind: p for p in question.parameters if p.narrows or (p.name in values and p.kind != "language")}
    tries = [_TRIES[kind].format(name=p.name, graph=graph) for kind, p in kinds.items() if kind in _TRIES]
    tried = "; ".join(tries) or ("try another value" if asked else "nothing in this graph answers it; `tradegraph query` lists the other questions")
    return f"no answers{' with ' + ', '.join(asked) if asked else ''}; {tried}"


_TRIES = {
    "place": "`tradegraph query places {graph}` lists whose figures there are, for --param {name}=CODE",
    "document": "`tradegraph query releases {graph}` lists the releases, for --param {name}=ID",
    "period": "leave out {name} to see which periods there are",
    "partner": "look for another code with `tradegraph vocabulary find`, for --param {name}=CODE",
    "commodity": "look for another code with `tradegraph vocabulary find`, for --param {name}=CODE",
    "policy": "leave out {name} to see all categories",
    "number": "give the number as the fact table has it, without separators or a unit of ten thousand",
}
