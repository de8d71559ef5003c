"""What gunicorn serves: the dashboard on the store that the environment names. Wires and does nothing else."""

from __future__ import annotations

import os

from dashboard.app import create_app
from indicators.settings import from_environment
from indicators.store import open_store
from migrations.run import at_newest

app = create_app(open_store(from_environment(os.environ).database_url), at_revision=at_newest)
