"""What runs and in which order: one Prefect flow a file, named as the flow is; a file that begins with _ isn't a flow.

Prefect reads its settings when it is first imported, so they are set here, before any flow imports it.
"""

from flows import _settings

_settings.apply()
