"""Arrows go one way: feedback → projects → portal. The contracts are in pyproject.toml."""

import ast
import logging
import os

import pytest
from importlinter import cli

from tests.contract.tree import ROOT, files, imports, name, parsed

#: What `projects.assist` may take from Django: words to translate, and nothing else.
WORDS_ONLY = {"django.utils.translation"}
#: One speaks to it, one knows from what it raises whether it is away for a while.
S3_ALONE = {"portal/storage/bucket.py", "portal/storage/away.py"}
#: An account at Amazon, its client and its errors, for all that Amazon offers beside storage.
AMAZON = {f"projects/assist/providers/{file}.py" for file in ("amazon", "amazon_troubles")}
CLIENTS = {"boto3", "botocore", "anthropic", "openai", "google", "runwayml", "pydantic_ai"}


@pytest.fixture(autouse=True)
def loggers_left_alone():
    """The linter sets up logging for its own process, and disables every logger that is there."""
    yield
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


def test_the_import_contracts_are_kept(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    failed = cli.lint_imports(no_cache=True, is_debug_mode=False)
    assert not failed, capsys.readouterr().out


def test_assist_takes_only_words_from_django():
    found = {
        f"{name(path)}: {module}"
        for path in files(".py", within=("projects/assist",))
        for module in imports(path)
        if module.split(".")[0] == "django" and module not in WORDS_ONLY
    }
    assert found == set()


def test_storage_and_one_account_alone_import_boto3():
    importers = {name(p) for p in files(".py") if any(m.startswith("boto") for m in imports(p))}
    assert importers == {*S3_ALONE, *AMAZON}


def test_clients_of_providers_are_imported_when_they_are_reached():
    """A palette costs nothing until it is used, and does not break where a client is missing."""
    providers = files(".py", within=("projects/assist/providers",))
    found = {
        f"{name(path)}: {module}"
        for path in providers
        for node in parsed(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in (getattr(node, "module", None), *(alias.name for alias in node.names))
        if module and module.split(".")[0] in CLIENTS
    }
    assert len(providers) > 3 and found == set()


def test_what_is_installed_needs_no_tests():
    """An installation comes without them. The oracle of `drill gate` is read by its path, and the
    drill says so where it is not there."""
    code = files(".py", within=("portal", "projects", "feedback"))
    found = {
        name(path)
        for path in code
        if any(module.split(".")[0] == "tests" for module in imports(path))
        or '"tests.' in path.read_text()
    }
    assert len(code) > 300 and found == set()


def test_a_contract_can_fail(tmp_path, monkeypatch):
    """The same linter, on a house whose lower room imports the upper one."""
    for room, line in (("low", "import high"), ("high", "")):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(line)
    config = tmp_path / ".importlinter"
    contract = "[importlinter:contract:1]\nname=a\ntype=layers\nlayers=\n  high\n  low\n"
    config.write_text(f"[importlinter]\nroot_packages=\n  low\n  high\n{contract}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert cli.lint_imports(config_filename=os.fspath(config), no_cache=True)
