"""Reading an organisation's own lists, once, at the start."""

from pathlib import Path

from conversations.hearing.redaction.own_lists import FILES, NO_LISTS, OwnListError, OwnLists, entries, own_lists

LARGEST = 1_000_000
"""Bytes of one file: about fifty thousand names."""


def read_own_lists(folder: Path | None) -> OwnLists:
    """The lists in a folder: staff.txt, schools.txt, homes.txt, places.txt, which are hidden always, and allowed.txt,
    which is never hidden; one name a line, lines with # are comments. Any of them may be missing, not all.

    Raises OwnListError, with the file, the line and what to do. It never says what a line holds.
    """
    if folder is None:
        return NO_LISTS
    if not folder.is_dir():
        raise OwnListError(f"EARSHOT_LISTS: {folder} is no folder. Make it, or leave the setting empty.")
    known = {f"{name}.txt": name for name in FILES}
    there = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
    for path in there:
        if path.name not in known:
            raise OwnListError(f"{path}: no such list is known. Name it one of: {', '.join(known)}.")
    if not there:
        raise OwnListError(f"EARSHOT_LISTS: {folder} holds no list. Put in at least one of: {', '.join(known)}.")
    return own_lists({known[path.name]: entries(_text(path), str(path)) for path in there})


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise OwnListError(f"{path}: is larger than {LARGEST:,} bytes. Write one name a line, and nothing else.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OwnListError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise OwnListError(f"{path}: is not UTF-8 text. Save it as UTF-8 and try again.") from None
