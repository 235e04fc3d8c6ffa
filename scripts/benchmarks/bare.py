"""The bare reference: a Flask app that saves one row a page, or only sends one; same server, database and durability.

Runs under the project's gunicorn settings; `BARE_DATABASE` names the SQLite file. Same number of requests as a real
participation: a page is shown (GET), sent (POST, one row, redirect), the next is shown.
"""

from __future__ import annotations

import os
import threading

from flask import Flask, redirect, render_template_string, request
from pysqlite3 import dbapi2
from werkzeug.wrappers import Response

PAGE = """<!doctype html><html lang="en"><title>Page {{ number }}</title><h1>Page {{ number }}</h1>
<form method="post"><label>Answer <input name="answer"></label>
<button name="action" value="next">Next</button></form></html>"""
READ = "x" * 6_000

app = Flask(__name__)
local = threading.local()


def connection() -> dbapi2.Connection:
    """One connection a thread: WAL, FULL, transactions begun by us, as in the application."""
    if not hasattr(local, "connection"):
        local.connection = dbapi2.connect(os.environ["BARE_DATABASE"], timeout=30, isolation_level=None)
        local.connection.execute("PRAGMA journal_mode=WAL")
        local.connection.execute("PRAGMA synchronous=FULL")
        local.connection.execute("CREATE TABLE IF NOT EXISTS saved (id INTEGER PRIMARY KEY, page INTEGER, answer TEXT)")
    return local.connection


@app.get("/read")
def read() -> str:
    """A page of the size of a list, which nobody has to make."""
    return READ


@app.get("/<int:number>")
def show(number: int) -> str:
    return render_template_string(PAGE, number=number)


@app.post("/<int:number>")
def save(number: int) -> Response:
    database = connection()
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO saved (page, answer) VALUES (?, ?)", (number, request.form["answer"]))
    database.execute("COMMIT")
    return redirect(f"/{number + 1}", 303)
