"""Where files are kept: a folder or any S3, behind the same upload protocol.

Keys are made by us from random ids; a person's file
name is never part of a path. Both classes are Django storages and add:

    begin(key, kms_key) -> ref            start an upload in parts, encrypted by that key on S3
    sign_part(key, ref, part, whose="")   an address that takes exactly that part, as Signed;
                                          the folder takes so many at once of each sender
    parts(key, ref) -> {number: Part}     what has arrived and was verified
    finish(key, ref, parts)               make the object, or raise IncompleteUpload
    abandon(key, ref)                     throw away what arrived
    begun_before(moment)                  (key, ref) of uploads in parts, whether or not a row knows
    link(key, name, seconds)              a direct address, or None (serve by X-Send-File)
    local(key)                            context manager: the file as a path on this machine
    fetched(key, folder)                  the same, left in `folder` for whoever asks again
"""

from typing import cast

from django.core.files.storage import default_storage

from portal.storage.announced import PART_SALT, IncompleteUpload, Part, Signed
from portal.storage.bucket import FAULTS, S3Files
from portal.storage.folder import FolderFiles, confirm, marker

__all__ = [
    "FAULTS",
    "PART_SALT",
    "FolderFiles",
    "IncompleteUpload",
    "Part",
    "S3Files",
    "Signed",
    "confirm",
    "files",
    "marker",
]

#: The configured storage, typed as what both classes offer.
files = cast(FolderFiles, default_storage)
