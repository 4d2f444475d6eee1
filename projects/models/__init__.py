"""The rows of the work, from project to decision."""

from projects.models.assets import Asset, Version
from projects.models.candidates import Candidate, Revision
from projects.models.carryings import Carrying
from projects.models.characters import Character, Performer, PerformerLink
from projects.models.closeouts import Closeout, StoredObject
from projects.models.connections import Connection
from projects.models.consents import Consent, CreatorConsultation
from projects.models.copies import ViewingCopy
from projects.models.decisions import Decision
from projects.models.disclosures import (
    DisclosurePack,
    FinalCut,
    PackSignature,
    ResultUse,
    WriterNotice,
)
from projects.models.exports import Export
from projects.models.hierarchy import Episode, Scene, Shot
from projects.models.index_cards import IndexCard
from projects.models.ingests import Ingest
from projects.models.job_parts import JobPart
from projects.models.jobs import Job, State
from projects.models.ledger import Entry
from projects.models.lineage import Derivation, Likeness, Reliance
from projects.models.notes import Note
from projects.models.openings import Opening
from projects.models.placements import Placement
from projects.models.places import Place
from projects.models.playlists import Playlist, PlaylistItem
from projects.models.policies import Policy
from projects.models.projects import Project, ProjectGrant
from projects.models.receipts import Receipt
from projects.models.reminders import Reminder
from projects.models.remotes import Remote
from projects.models.renditions import Rendition
from projects.models.requests import AssistRequest, RequestInput
from projects.models.runs import Run
from projects.models.shares import ShareLink
from projects.models.tallies import Tally
from projects.models.terms import Price, Terms
from projects.models.uploads import Upload, UploadPart

__all__ = [
    "Asset",
    "AssistRequest",
    "Candidate",
    "Carrying",
    "Character",
    "Closeout",
    "Connection",
    "Consent",
    "CreatorConsultation",
    "Decision",
    "Derivation",
    "DisclosurePack",
    "Entry",
    "Episode",
    "Export",
    "FinalCut",
    "IndexCard",
    "Ingest",
    "Job",
    "JobPart",
    "Likeness",
    "Note",
    "Opening",
    "PackSignature",
    "Performer",
    "PerformerLink",
    "Place",
    "Placement",
    "Playlist",
    "PlaylistItem",
    "Policy",
    "Price",
    "Project",
    "ProjectGrant",
    "Receipt",
    "Reliance",
    "Reminder",
    "Remote",
    "Rendition",
    "RequestInput",
    "ResultUse",
    "Revision",
    "Run",
    "Scene",
    "ShareLink",
    "Shot",
    "State",
    "StoredObject",
    "Tally",
    "Terms",
    "Upload",
    "UploadPart",
    "Version",
    "ViewingCopy",
    "WriterNotice",
]
