"""The reader's own process: one frame in, one frame out, in a place where exhausting the parser harms nobody."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict

from checks.channel import MAX_FRAME, Channel, Frame
from checks.source import parsing
from checks.source.facts import SourceFacts
from checks.source.reading import read

ROOM = 4_096  # for the frame around the facts
SECONDS = 5  # that reading may take, of the processor and of real time


class Question(BaseModel):
    """What is to be read; see :func:`checks.source.read`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: dict[str, str]
    support: dict[str, str] = {}
    views: list[str] = []
    parameters: dict[str, list[str]] | None = None


def serve(channel: Channel) -> None:
    """Reads one submission and answers ``{"facts": …}``. Raises what the channel raises, and nothing for the source."""
    question = Question.model_validate(channel.receive())
    channel.send(answer(question))


def answer(question: Question) -> Frame:
    try:
        facts = read(question.files, question.support, question.views, question.parameters)
    except (RecursionError, MemoryError, OverflowError, ValueError):
        path = next(iter(question.files), "views.py")
        facts = SourceFacts(syntax_error=parsing.too_complex(path))
    return {"facts": fitting(facts)}


def fitting(facts: SourceFacts) -> Any:
    """The facts as JSON; of too many calls the last are left out, so that the frame holds them."""
    while len(json.dumps(facts.model_dump(mode="json"))) > MAX_FRAME - ROOM:
        calls, functions = facts.calls[: len(facts.calls) // 2], facts.functions
        if len(facts.calls) < 100:
            functions = functions[: len(functions) // 2]
        fewer = {"calls": calls, "functions": functions, "imports": facts.imports[:100]}
        facts = facts.model_copy(update={**fewer, "findings": facts.findings[:50]})
    return facts.model_dump(mode="json")
