"""The Dash parts of public pages. `island` is the mechanism, `bundle` its scripts, `bodies` what may be asked of it."""
