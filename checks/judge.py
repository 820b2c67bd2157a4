"""Puts the questions to source and runtime and writes the report."""

import hashlib
import platform
import re
import time
from collections.abc import Mapping

import django

from checks.assignment import Assignment
from checks.intake import Rejected, accept, printable
from checks.library import CHECKS
from checks.library.case import Case
from checks.library.evidence import Evidence
from checks.library.examination import Examination, Examiner
from checks.library.faults import all_faults, background_work
from checks.library.limits import every_breach
from checks.library.offloading import is_welcome
from checks.library.text import Sources
from checks.library.verdict import Verdicts
from checks.report import CheckResult, Facts, Fault, Finding, PassedLimit, Report, Status, SubmissionRef
from checks.runtime import says
from checks.runtime.clock import NANO
from checks.runtime.trial import POOL_SIZE, Trial
from checks.sandbox import Sandbox
from checks.source import confined as reader
from checks.source.facts import SourceFacts

ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,16}(?=>)")  # of an object, in what Python says of it
STYLE = ("nothing-awaited", "thread-offload", "loop-bridge")


def grade(assignment: Assignment, files: Mapping[str, bytes], sandbox: Sandbox) -> Report:
    """One submission's report. Never raises for what a student sent; SandboxError is the platform's fault."""
    return Grading(assignment, files, sandbox).report()


class Grading:
    """One submission on its way to its report."""

    def __init__(self, assignment: Assignment, files: Mapping[str, bytes], sandbox: Sandbox) -> None:
        self._assignment = assignment
        self._raw = files
        self._sandbox = sandbox
        self._started = time.monotonic()
        self._virtual = 0
        self._limit: PassedLimit | None = None

    def report(self) -> Report:
        try:
            files = accept(self._raw, taken={path.split("/")[0] for path in self._assignment.support})
        except Rejected as error:
            return self._report("rejected", fault=Fault(owner="student", message=str(error)))
        with Trial(self._sandbox, self._assignment, files) as trial:
            facts = self._read(files, trial)
            if facts.refusal is not None:
                return self._report("rejected", fault=Fault(owner="student", message=facts.refusal))
            examiner = Examiner(self._sandbox, self._assignment, files, facts)
            evidence = Evidence(self._assignment, Sources(files), facts, trial)
            loaded = evidence.loaded
            if isinstance(loaded, says.LoadFailed) and loaded.stage == "support":
                return self._support_failed(loaded)
            results = self._judge(evidence, examiner)
            self._virtual = max((run.duration() for run in evidence.runs), default=0)
            self._limit = next((breach.fact for breach in every_breach(evidence)), None)
            if any(result.outcome == "error" for result in results):
                return self._checks_failed(results, examiner.examine(trial))
            return self._report("graded", results, advice=_advice(evidence, results))

    def _read(self, files: Mapping[str, str], trial: Trial) -> SourceFacts:
        """The facts of the source, from a process of its own, since a parser can be exhausted."""
        support = {
            name: data.decode(errors="replace")
            for name, data in self._assignment.support.items()
            if name.endswith(".py")
        }
        views = [route.view for route in self._assignment.routes]
        parameters = {route.view: list(route.parameters) for route in self._assignment.routes}
        question = {"files": dict(files), "support": support, "views": views, "parameters": parameters}
        answer = trial.read(question, reader.SECONDS)
        return SourceFacts.model_validate(answer["facts"]) if answer else SourceFacts(syntax_error=_too_complex())

    def _judge(self, evidence: Evidence, examiner: Examiner) -> tuple[CheckResult, ...]:
        """1. All runs. 2. All faults of runs and source. 3. What the wall saw, which is known when all is over.

        4. A verdict for each check, those first that others need.
        """
        if isinstance(evidence.loaded, says.Loaded) and evidence.facts.syntax_error is None:
            evidence.run_everything()
        case = Case(evidence, all_faults(evidence), Verdicts(), examiner)
        evidence.trial.finish()
        for use, judge in CHECKS.items():
            for spec in self._assignment.checks:
                if spec.use == use:
                    case.verdicts.add(spec, judge(spec, case))
        return tuple(case.verdicts.by_id[spec.id].result(spec) for spec in self._assignment.checks)

    def _support_failed(self, loaded: says.LoadFailed) -> Report:
        error = loaded.error
        detail = f"{error.type}: {error.message}" if error is not None else None
        fault = Fault(owner="instructor", message="The course's own code could not be loaded.", detail=detail)
        return self._report("instructor_error", fault=fault)

    def _checks_failed(self, results: tuple[CheckResult, ...], examination: Examination) -> Report:
        """What is wrong with the tests is for the one who wrote them; students read that it is not their mistake."""
        faulty = [result for result in results if result.outcome == "error"]
        subject = f"{len(faulty)} checks" if len(faulty) > 1 else "A check"
        if len(faulty) == 1 and faulty[0].visibility == "visible":
            subject = f"The check “{faulty[0].title}”"
        message = f"{subject} of the course could not be carried out."
        detail = "\n\n".join(f"{problem.test or 'checks/'}: {problem.detail}" for problem in examination.problems[:10])
        fault = Fault(owner="instructor", message=message, detail=detail or None)
        return self._report("instructor_error", results, fault=fault)

    def _report(
        self,
        status: Status,
        checks: tuple[CheckResult, ...] = (),
        advice: tuple[Finding, ...] = (),
        fault: Fault | None = None,
    ) -> Report:
        report = Report(
            status=status,
            assignment=self._assignment.ref,
            submission=SubmissionRef(digest=digest(self._raw), files=tuple(sorted(map(printable, self._raw)))),
            score=sum(check.points for check in checks),
            max_score=self._assignment.max_score,
            checks=checks,
            advice=advice,
            fault=fault,
            facts=Facts(
                python=platform.python_version(),
                django=django.get_version(),
                thread_pool=POOL_SIZE,
                virtual_seconds=self._virtual / NANO,
                limit=self._limit,
                real_ms=round((time.monotonic() - self._started) * 1000),
            ),
        )
        return _without_addresses(report)


def _advice(evidence: Evidence, results: tuple[CheckResult, ...]) -> tuple[Finding, ...]:
    """Never worth points; a line with an error needs none, and of style nothing is said while points are lost."""
    perfect = all(result.outcome == "passed" for result in results)
    accused = {(finding.path, finding.line) for result in results for finding in result.findings}
    found = [item.finding for item in evidence.facts.findings if item.family == "advice"]
    found = [finding for finding in (*found, *background_work(evidence)) if is_welcome(evidence, finding)]
    return tuple(
        finding
        for finding in found
        if (finding.path, finding.line) not in accused and (perfect or finding.rule not in STYLE)
    )


def _without_addresses(report: Report) -> Report:
    """Where an object lay in memory says nothing, and is another place each time: ``<coroutine … at 0x…>``."""
    text = report.model_dump_json(by_alias=True)
    return Report.model_validate_json(ADDRESS.sub("0x…", text)) if ADDRESS.search(text) else report


def _too_complex() -> Finding:
    return Finding.of(
        "too-complex", "The file could not be read within the limits of memory and time for a source file."
    )


def digest(files: Mapping[str, bytes]) -> str:
    """``sha256:…`` over the names and contents of the files, in the order of their names."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name}\0{len(data)}\0".encode(errors="surrogatepass"))
        total.update(data)
    return f"sha256:{total.hexdigest()}"
