"""Settings are read once and refused loudly."""

from __future__ import annotations

import pytest

from indicators.settings import SETTINGS, SettingRefused, from_environment


def test_without_an_environment_the_defaults_hold() -> None:
    settings = from_environment({})
    assert (settings.database_url, settings.demo, settings.port) == ("sqlite:///var/demo.sqlite", True, 8050)


def test_a_real_store_has_a_file_of_its_own() -> None:
    assert from_environment({"DEMO": "0"}).database_url == "sqlite:///var/real.sqlite"


@pytest.mark.parametrize("prefix", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_a_postgresql_address_is_driven_by_psycopg(prefix: str) -> None:
    settings = from_environment({"NAP_DATABASE_URL": f"{prefix}nap@db/nap"})
    assert settings.database_url == "postgresql+psycopg://nap@db/nap"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", "yes"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "٨"),
        ("NAP_DATABASE_URL", "mysql://x/y"),
        *(
            ("NAP_ADDRESS", wrong)
            for wrong in (
                "pna.example",
                "ftp://pna.example",
                "https://pna.example/es",
                "https://a b",
                "https://u@pna.example",
                "https://pna.example?x=1",
                "https://-a.example",
                "https://pna.example\n",
            )
        ),
    ],
)
def test_a_bad_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        from_environment({name: value})


def test_every_setting_says_what_it_is_for() -> None:
    assert all(setting.help for setting in SETTINGS)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("", ""), ("https://pna.example", "https://pna.example"), ("https://pna.example/", "https://pna.example"),
     ("http://localhost:8050", "http://localhost:8050")],
)  # fmt: skip
def test_the_site_s_own_address_is_scheme_and_host(given: str, kept: str) -> None:
    assert from_environment({"NAP_ADDRESS": given}).address == kept
