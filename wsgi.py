"""The WSGI entry: what gunicorn serves."""

from app.factory import create_app

app = create_app()
