"""The portal kept elsewhere, and brought back: its database and every object, by inventory.

places.py     the database as the backup's own role sees it   programs.py   pg_dump and pg_restore
inspecting.py what stands in a database, in hashes and lines  keys.py       which keys open it
shelf.py      the objects, by their SHA-256, once each        contents.py   manifest and inventory
making.py     a backup                                        checking.py   is it whole
pruning.py    old ones, removed                       notes.py      told to the audit
aside.py      the portal of before, until all is in
restoring.py  into an empty portal                            comparing.py  is it the same

In the folder: `objects/ab/abcd…` (shared by all backups there), `known.sqlite` (which object of
the store has which content, so that it is not read again), and a folder for each backup with
`database.dump`, `inventory.jsonl`, `structure.txt` and, written last, `manifest.json`.
"""

from portal.backups.faults import BackupFault

__all__ = ["BackupFault"]
