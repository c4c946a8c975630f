"""The officers' form as code, and the posters whose QR codes open it."""

from tasks.form.posters import posters
from tasks.form.script import form_script
from tasks.form.write import write_form

__all__ = ["form_script", "posters", "write_form"]
