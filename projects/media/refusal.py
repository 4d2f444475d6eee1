"""A file that cannot be taken in, said in one id and one short fact."""


class Refused(Exception):
    """The file is not taken.

    `code` is an id of the error registry (such as `media:empty`); `detail` is a short
    English fragment with facts about the file, never a piece of its content.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.code, self.detail = code, detail
