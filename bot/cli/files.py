"""The files that commands write for people to hand on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import HomeroundError


@contextmanager
def written(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Write the files; a new one goes again where what is done while this is open fails.

    Raises:
        HomeroundError: One of them cannot be written.
    """
    new = [path for path in files if not path.exists()]
    try:
        for path, content in files.items():
            _write(path, content)
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}), so nothing was done."
        raise HomeroundError(message) from error
