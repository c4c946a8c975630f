"""The officers' form as code, and the posters whose QR codes open it."""

from tasks.form.posters import draw_posters
from tasks.form.script import write_form_script
from tasks.form.write import write_form

__all__ = ["draw_posters", "write_form", "write_form_script"]
