"""What gunicorn serves: the dashboard on the store that the environment names. Wires and does nothing else."""

from __future__ import annotations

import os

from dashboard.app import create_app
from indicators.settings import from_environment
from indicators.store import open_store
from migrations.run import at_newest

settings = from_environment(os.environ)
app = create_app(open_store(settings.database_url), at_revision=at_newest, address=settings.address)
