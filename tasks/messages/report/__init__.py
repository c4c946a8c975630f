"""The message of a report: e-mail, paper form, workbook and figures.csv."""
