"""A message in all its forms: html, text and pictures for the mail; csv, workbook and paper to keep and to sign."""

from tasks.render.messages import render_attention, render_not_running, render_report, render_stock_alert
from tasks.render.templates import environment

__all__ = ["environment", "render_attention", "render_not_running", "render_report", "render_stock_alert"]
