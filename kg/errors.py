"""The exceptions that kg raises for what a user can mend.

::

    KgError
    ├── ArticleError     one article cannot be read; the others go on
    ├── SchemaError      a schema file is wrong
    ├── DecisionError    a file of decisions is wrong, or a decision contradicts another
    ├── PipelineError    a language pipeline is missing or does not fit
    ├── GraphError       a graph folder is missing, damaged or locked
    ├── QueryError       a query or one of its parameters is wrong
    ├── ServiceError     a service that was named cannot be asked, or answers nonsense
    ├── ServerError      a server cannot start where or as it is told to
    └── MissingExtra     an optional dependency is not installed

Every message says where, what is wrong and what to do, in one line each. The command line prints it and
exits with status 1; a program catches :class:`KgError`.
"""


class KgError(Exception):
    """Something that the user can mend; the message says how."""


class ArticleError(KgError):
    """An article that cannot be read, with its file, the place in it, the problem and what to do.

    Attributes:
        path: the file as the user named it.
        line: 1-based line in the file, or None when the whole file is at fault.
        problem: what is wrong, one clause without a full stop.
        advice: what to do about it, one clause without a full stop.
    """

    def __init__(self, path: str, problem: str, advice: str, *, line: int | None = None) -> None:
        self.path, self.line, self.problem, self.advice = path, line, problem, advice
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {problem}; {advice}")

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the four parts, so that a worker process can hand the error to its parent."""
        return _article_error, (self.path, self.problem, self.advice, self.line)


def _article_error(path: str, problem: str, advice: str, line: int | None) -> ArticleError:
    return ArticleError(path, problem, advice, line=line)


class SchemaError(KgError):
    """A schema file whose faults are all listed, each with its place."""


class DecisionError(KgError):
    """A file of decisions whose faults are all listed, each with its place, or a decision that cannot be taken."""


class PipelineError(KgError):
    """A language pipeline that is not installed, cannot be loaded or lacks a component."""


class GraphError(KgError):
    """A folder that holds no graph, or a graph that cannot be opened."""


class QueryError(KgError):
    """A query, or a parameter of it, that cannot be run.

    Attributes:
        line: 1-based line in the query text, or None.
        column: 1-based column in that line, or None.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class ServiceError(KgError):
    """A service on the network that cannot be reached, refuses, or does not answer as it should."""


class ServerError(KgError):
    """A server that cannot listen where it is told to, or is told what makes no sense."""


class MissingExtra(KgError):  # noqa: N818 - the name says it better than MissingExtraError
    """An optional dependency that a feature needs, with the command that installs it."""

    def __init__(self, feature: str, package: str, extra: str) -> None:
        super().__init__(f"{feature} needs the package {package}; install it with: pip install 'kg[{extra}]'")
