"""The rows of the work, from project to decision."""

from projects.models.assets import Asset, Rendition, Version
from projects.models.candidates import Candidate, Revision
from projects.models.carryings import Carrying
from projects.models.closeouts import Closeout, StoredObject
from projects.models.copies import ViewingCopy
from projects.models.decisions import Decision
from projects.models.exports import Export
from projects.models.hierarchy import Episode, Scene, Shot
from projects.models.ingests import Ingest
from projects.models.jobs import Job, State
from projects.models.notes import Note
from projects.models.openings import Opening
from projects.models.placements import Placement
from projects.models.playlists import Playlist, PlaylistItem
from projects.models.projects import Project, ProjectGrant
from projects.models.requests import AssistRequest, RequestInput
from projects.models.runs import Run
from projects.models.shares import ShareLink
from projects.models.tallies import Tally
from projects.models.uploads import Upload, UploadPart

__all__ = [
    "Asset",
    "AssistRequest",
    "Candidate",
    "Carrying",
    "Closeout",
    "Decision",
    "Episode",
    "Export",
    "Ingest",
    "Job",
    "Note",
    "Opening",
    "Placement",
    "Playlist",
    "PlaylistItem",
    "Project",
    "ProjectGrant",
    "Rendition",
    "RequestInput",
    "Revision",
    "Run",
    "Scene",
    "ShareLink",
    "Shot",
    "State",
    "StoredObject",
    "Tally",
    "Upload",
    "UploadPart",
    "Version",
    "ViewingCopy",
]
