"""The sample programs of `lbn demo` and the empty program of `lbn init`; all of it is synthetic."""

from tasks.sample.write import write_empty_program, write_nyc_sample, write_sample

__all__ = ["write_empty_program", "write_nyc_sample", "write_sample"]
