"""The verbs: each function that writes is one transaction. The only home of `db.session`; knows nothing of Flask."""
