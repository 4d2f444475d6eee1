"""How the portal speaks JSON. The rule for changes is `portal/decisions/0004-api-changes.md`."""
