"""An export or a timecode that cannot be."""


class ExportRefused(ValueError):
    """`code` is an id of the error registry (`interchange:…`), `detail` a short fact."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.code, self.detail = code, detail
