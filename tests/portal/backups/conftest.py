"""A portal in the tests' database with files of its own, and a fresh database beside it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.backups.making import back_up
from portal.backups.places import Place
from portal.backups.restoring import restore
from portal.embedded import OWNER, postgres_sockets
from portal.models import Studio, User
from portal.storage import FolderFiles
from projects.models import Export

KEY, OTHER = "exports/one/archive.zip", "stills/two.jpg"


@dataclass
class Side:
    """A portal's database and files."""

    name: str
    media: Path

    @property
    def reader(self) -> Place:
        return place(self.name, "postgres")

    @property
    def owner(self) -> Place:
        return place(self.name, OWNER)

    @property
    def storage(self) -> FolderFiles:
        return FolderFiles(location=str(self.media))

    def asked(self, statement: str) -> list[tuple]:
        with self.reader.connect(autocommit=True) as opened:
            cursor = opened.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def write(self, key: str, body: bytes) -> None:
        path = self.media / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    def back_up(self, folder: Path) -> Path:
        return back_up(folder, place=self.reader, storage=self.storage)

    def restore(self, folder: Path, **more):
        how = {"owner": self.owner, "reader": self.reader, "storage": self.storage}
        return restore(folder, **how, **more)


def place(name: str, user: str) -> Place:
    return Place(str(postgres_sockets(Path(settings.VAR_DIR))), "", user, "", name)


@pytest.fixture
def source(transactional_db, tmp_path) -> Side:
    """A studio, a person, a row that names an object, and an object that no column names."""
    side = Side(connection.settings_dict["NAME"], tmp_path / "source")
    studio = Studio.objects.create(name="Nordlicht")
    person = User.objects.create(email="ada@example.org", name="Ada")
    Export.objects.create(studio=studio, person=person, storage_key=KEY)
    side.write(KEY, b"film" * 1000)
    side.write(OTHER, b"small")
    return side


@pytest.fixture
def fresh(django_db_setup, tmp_path):
    side = Side(f"{connection.settings_dict['NAME']}_fresh", tmp_path / "fresh")
    with place("postgres", "postgres").connect(autocommit=True) as opened:
        opened.execute(f"drop database if exists {side.name} with (force)")
        opened.execute(f"create database {side.name} owner {OWNER} template template0")
    yield side
    with place("postgres", "postgres").connect(autocommit=True) as opened:
        opened.execute(f"drop database if exists {side.name} with (force)")


@pytest.fixture
def backup(source, tmp_path) -> Path:
    return source.back_up(tmp_path / "backups")
