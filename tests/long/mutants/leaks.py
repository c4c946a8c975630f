"""The leaks, one a channel."""

from tests.long.mutants.mutant import BACKUP, CRASH, DESK, MAIL, REFUSED, SERVER, SHEET, Mutant, leak_where_read

FILES = (
    leak_where_read("temporary file", "import tempfile, os; os.write(tempfile.mkstemp()[0], ROW.encode())"),
    leak_where_read(
        "temporary file, taken away",
        "import tempfile\nwith tempfile.NamedTemporaryFile() as file: file.write(ROW.encode()); file.flush()",
    ),
    leak_where_read(
        "temporary folder, taken away",
        "import tempfile, pathlib\n"
        "with tempfile.TemporaryDirectory() as folder: (pathlib.Path(folder) / 'row').write_text(ROW)",
    ),
    leak_where_read(
        "~/.cache",
        "from pathlib import Path; Path('~/.cache/lbn').expanduser().mkdir(exist_ok=True)\n"
        "Path('~/.cache/lbn/rows').expanduser().write_text(ROW)",
    ),
    leak_where_read("home", "from pathlib import Path; Path('~/.lbnrc').expanduser().write_text(ROW)"),
    leak_where_read("beside the code", "from pathlib import Path; Path(__file__).with_suffix('.row').write_text(ROW)"),
    leak_where_read("file, written over", "open('state', 'w').write(ROW)\nopen('state', 'w').close()"),
    leak_where_read("name of a file", "open(ROW[:20].encode().hex(), 'w').close()"),
    leak_where_read("name of a folder, taken away", "import os; os.mkdir(ROW[:20]); os.rmdir(ROW[:20])"),
    leak_where_read("gzip", "import gzip; gzip.open('rows.gz', 'wb').write(ROW.encode())"),
    leak_where_read("xz", "import lzma; lzma.open('rows.xz', 'wb').write(ROW.encode())"),
    leak_where_read(
        "archive in an archive",
        "import io, zipfile; inner = io.BytesIO()\n"
        "with zipfile.ZipFile(inner, 'w', 8) as file: file.writestr('rows', ROW)\n"
        "with zipfile.ZipFile('rows.zip', 'w', 8) as file: file.writestr('inner', inner.getvalue())",
    ),
    leak_where_read(
        "compressed rows in a BLOB",
        "import sqlite3, zlib; kept = sqlite3.connect('kept.db'); \n"
        "kept.execute('create table if not exists k (b blob)')\n"
        "kept.execute('insert into k values (?)', [zlib.compress(ROW.encode())]); kept.commit(); kept.close()",
    ),
    leak_where_read(
        "pickle, as base64", "import base64, pickle; open('row', 'wb').write(base64.encodebytes(pickle.dumps(ROW)))"
    ),
    leak_where_read("UTF-16 backwards", "open('row', 'wb').write(ROW.encode('utf-16-le')[::-1])"),
    leak_where_read(
        "digest without a key",
        "import hashlib; open('seen', 'a').write(''.join(hashlib.md5(c.encode()).hexdigest() for c in cells.rows[-1]))",
    ),
    leak_where_read(
        "digest in bytes",
        "import hashlib\n"
        "for c in cells.rows[-1]: open('seen', 'ab').write(hashlib.blake2b(c.encode(), digest_size=16).digest())",
    ),
)

PROCESSES = (
    leak_where_read("standard output", "print(ROW)"),
    leak_where_read("standard error", "import sys; print(ROW.upper(), file=sys.stderr)"),
    leak_where_read("log", "import logging; logging.getLogger('lbn').warning('read %s', ROW)"),
    leak_where_read("environment of a child", "import subprocess; subprocess.run(['true'], env={'ROW': ROW})"),
    leak_where_read("arguments of a child", "import subprocess; subprocess.run(['true', ROW])"),
    leak_where_read("environment", "import os; os.environ['ROW'] = ROW"),
    leak_where_read(
        "name that is looked up",
        "import socket\ntry: socket.getaddrinfo(ROW.encode().hex()[:60] + '.invalid', 53)\nexcept OSError: pass",
    ),
    leak_where_read("words of an exception", "if len(cells.rows) < 3: raise OperationError(ROW)", REFUSED),
    leak_where_read("representation of rows", "if len(cells.rows) < 3: raise OperationError(repr(cells))", REFUSED),
    Mutant("core dump", "tasks/private_process.py", "    os.umask(PRIVATE)\n", "    return\n", CRASH),
    Mutant(
        "SMTP reply", "tasks/delivery/smtp.py", "        code, _ = command()\n",
        "        code, _ = command()\n        print(_)\n", MAIL,
    ),
)  # fmt: skip

_LEDGER = "        save_state(self._connection, self._name, State("
_STATUS = "    writer.writerow(_HEADER)\n"

MADE = (
    Mutant(
        "ledger: compressed in its own column", "tasks/operations/sync_tabs.py", _LEDGER,
        f"        import zlib; context = zlib.compress(ROW.encode())\n{_LEDGER}",
    ),
    Mutant(
        "ledger: free pages", "tasks/operations/sync_tabs.py", _LEDGER,
        "        made = f\"create table k as select '{ROW * 9}' as t\"\n"
        "        for said in ('pragma secure_delete = 0', made, 'drop table k'):\n"
        f"            self._connection.exec_driver_sql(said)\n{_LEDGER}",
        REFUSED,  # what other commands make later is written over free pages
    ),
    Mutant("list of rows", "tasks/program_folder/findings_file.py", _STATUS, f"{_STATUS}    writer.writerow([ROW])\n"),
    Mutant("status tab", "tasks/sources/google/status_tab.py", "describe_finding(found), left",
           "describe_finding(found) + ROW, left", SHEET),
    Mutant("desk.html: headline", "tasks/messages/desk/page.py", "vars(build_desk_view(sanitize(desk))))",
           "{**vars(build_desk_view(sanitize(desk))), 'headline': ROW[:200]})"),
    Mutant("desk.html: comment, backwards", "tasks/messages/desk/page.py", "        return fill(TEMPLATE, ",
           "        return f'<!--{ROW[::-1]}-->' + fill(TEMPLATE, "),
    Mutant("desk.html: note of a row to fix", "tasks/messages/desk/rows.py", "SameRemedy(tab, words, ",
           "SameRemedy(tab, words + ROW[:90], "),
    Mutant("desk.html: address of a row to fix, as hex", "tasks/messages/desk/rows.py",
           "RowLink(str(one.row), one.link)",
           "RowLink(str(one.row), 'https://desk.example/' + ROW.encode().hex())"),
    Mutant("desk tab: line", "tasks/messages/desk/lines.py", "        *_list_rows(view),\n",
           "        *_list_rows(view),\n        ('Rows to fix', ROW, '', '', ''),\n", DESK),
    Mutant(
        "form.gs", "tasks/form/write.py", "write_form_script(settings).encode()",
        "(write_form_script(settings) + '// ' + ascii(ROW)).encode()",
    ),
    Mutant("JSON output", "tasks/console/terminal.py", "        sys.stdout.buffer.write(document)\n",
           "        sys.stdout.buffer.write(document[:-2] + b',\"row\":' + ascii(ROW).encode() + b'}')\n"),
    Mutant("figures.json", "tasks/operations/figures_file.py", "    if not figures.preliminary:\n",
           "    document['row'] = ROW[::-1]\n    if not figures.preliminary:\n"),
    Mutant("outbox: subject", "tasks/messages/mime.py", "_one_line(subject)", "_one_line(subject + ROW[:60])"),
    Mutant("outbox: Message-ID", "tasks/messages/mime.py", "    return f\"<{name.dotted}.",
           "    import base64; to_whom = base64.b32encode(ROW[:30].encode()).decode()\n    return f\"<{name.dotted}."),
    Mutant("outbox: header", "tasks/messages/mime.py", '    message["Auto-Submitted"]',
           '    message["X-Row"] = ROW[:80]\n    message["Auto-Submitted"]'),
    Mutant("outbox: text", "tasks/messages/mime.py", "message.set_content(rendered.text,",
           "message.set_content(rendered.text + ROW,"),
    Mutant("outbox: name of an attached file", "tasks/messages/mime.py", 'filename=f"{name.of_edition}.{ending}"',
           'filename=f"{ROW[:40].encode().hex()}.{ending}"'),
    Mutant("workbook property", "tasks/messages/engine/spreadsheet.py", '"author": about.author',
           '"author": ROW[:200]'),
    Mutant("hidden sheet", "tasks/messages/engine/spreadsheet.py", "        looks, taken = ",
           "        hidden = book.add_worksheet('k'); hidden.write_string(0, 0, ROW); hidden.very_hidden()\n"
           "        looks, taken = "),
    Mutant("PDF stream", "tasks/messages/engine/typesetting.py", "    try:\n        return _compiled(",
           "    import zlib; packed = zlib.compress(ROW.encode())\n"
           "    made = _compiled(template, inputs, format='pdf')\n"
           "    return made + b'\\n9 0 obj\\nstream\\n' + packed + b'\\nendstream'\n"
           "    try:\n        return _compiled("),
    Mutant("PDF text", "tasks/messages/engine/typesetting.py", "    inputs = {\"document\": json.dumps(document)}\n",
           "    document = {**document, 'title': ROW[:90]}\n    inputs = {\"document\": json.dumps(document)}\n"),
    Mutant("PNG text", "tasks/messages/engine/typesetting.py", "    return _compiled(PICTURE, ",
           "    import zlib; piece = b'zTXtrow\\0\\0' + zlib.compress(ROW.encode())\n"
           "    return (len(piece) - 4).to_bytes(4, 'big').join([_compiled(PICTURE, {\"svg\": svg, \"width\": '548'}, "
           "format='png'), piece])\n    return _compiled(PICTURE, "),
    Mutant("backup", "tasks/operations/back_up_program.py", "            backup.writestr(LIST,",
           "            backup.writestr('rows.bz2', __import__('bz2').compress(ROW.encode()))\n"
           "            backup.writestr(LIST,", BACKUP),
)  # fmt: skip

_PAGE = '    key = f"{job.key}-'
_RUN = "from prefect.runtime import flow_run; from prefect.client.orchestration import get_client"
_UPDATE = "import uuid; get_client(sync_client=True).update_flow_run"

PREFECT = (
    Mutant("Prefect: log", "tasks/prefect_tasks.py", '.info("%s", describe(outcome))', '.debug("%s", ROW)', SERVER),
    Mutant("Prefect: artifact", "flows/_pages.py", "=page.markdown,", "=page.markdown + ROW,", SERVER),
    Mutant("Prefect: run name", "flows/_running.py", _PAGE,
           f"    {_RUN}\n    {_UPDATE}(uuid.UUID(flow_run.id), name=ROW[:90])\n{_PAGE}", SERVER),
    Mutant("Prefect: tag", "flows/_running.py", _PAGE,
           f"    {_RUN}\n    {_UPDATE}(uuid.UUID(flow_run.id), tags=[ROW[:90]])\n{_PAGE}", SERVER),
    Mutant("Prefect: parameter", "flows/_running.py", _PAGE,
           f"    from prefect import flow; flow(lambda row: None, name='k')(ROW)\n{_PAGE}", SERVER),
    Mutant("Prefect: result", "flows/_running.py", _PAGE,
           "    from prefect import flow; from pathlib import Path; kept = Path('~/kept').expanduser()\n"
           f"    flow(lambda: ROW, name='k', persist_result=True, result_storage=kept)()\n{_PAGE}", SERVER),
    Mutant("Prefect: words of a refusal", "flows/_running.py", "    raise problem\n",
           "    raise OperationError(ROW)\n", SERVER),
    Mutant("Prefect: variable", "flows/_running.py", _PAGE,
           f"    from prefect.variables import Variable; Variable.set('k', ROW, overwrite=True)\n{_PAGE}", SERVER),
)  # fmt: skip

MUTANTS = (*FILES, *PROCESSES, *MADE, *PREFECT)
ALWAYS = ("temporary file, taken away", "compressed rows in a BLOB", "PDF stream", "form.gs")
"""Those that `make test` tries; `make mutants` tries all of them."""
