"""The same content shown with the frameworks that such dashboards are usually made with, each in its own plain way.
They run in the environment of requirements/bench.lock, never beside the tracker; `BENCH_CONTENT` names their data."""
