"""Writes app/translations/messages.pot, the list of sentences that a translator starts from.

``--check`` writes nothing and fails when the file is out of date. The same sources give the same bytes:
no dates, no line numbers, sorted by file.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

TEMPLATE = Path("app/translations/messages.pot")
CONFIG = Path("babel.cfg")
HEADER = "# Every sentence of the app, for translators. Made by `make messages`; do not edit."
DATES = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', re.MULTILINE)


def template(project: Path) -> bytes:
    """The .pot file of the sources in a folder."""
    catalog = Catalog(project="als-back-pain", version="1", header_comment=HEADER, charset="utf-8")
    with (project / CONFIG).open() as opened:
        methods, options = parse_mapping_cfg(opened)  # type: ignore[no-untyped-call]
    for file, _, message, comments, context in extract_from_dir(str(project), methods, options):
        # Line numbers are left out: they would change with every edit, and the comments say where a sentence stands.
        catalog.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    written = BytesIO()
    write_po(written, catalog, include_lineno=False, sort_by_file=True)
    return DATES.sub(b"", written.getvalue())


def main(check: bool) -> None:
    """Write the file, or with ``check`` compare it. Raises SystemExit when it is out of date."""
    made = template(Path())
    if check:
        if not TEMPLATE.exists() or TEMPLATE.read_bytes() != made:
            raise SystemExit(f"{TEMPLATE} is out of date: run `make messages` and commit it.")
    else:
        TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
        TEMPLATE.write_bytes(made)


if __name__ == "__main__":
    main(check="--check" in sys.argv)
