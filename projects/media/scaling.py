"""Frames made small, upright and plain: square pixels, 8 bit, BT.709, standard range."""

import av
from av.filter import Graph
from av.video.frame import VideoFrame

from projects.media.facts import Facts
from projects.media.looks import LOOKS, table

_TURNS = {90: ("clock",), 180: ("clock", "clock"), 270: ("cclock",)}
_SD_LINES = 576
_WIDE = frozenset({"smpte2084", "arib-std-b67", "bt2020"})
_TARGET = "out_color_matrix=bt709:out_range=limited"
_MAPPED = f"{_TARGET}:out_primaries=bt709:out_transfer=bt709:intent=perceptual"


class Scaler:
    """Scales frames to `size` (width, height), turned as `facts` say."""

    def __init__(self, size: tuple[int, int], facts: Facts) -> None:
        self._size, self._rotation = size, facts.rotation
        colour = facts.colour
        self._look = look if (look := colour.get("look", "")) in LOOKS else ""
        # RGB, and YUV of full range, hold the codes as the camera wrote them.
        self._video = colour.get("matrix") != "rgb" and colour.get("range") != "full"
        self._wide = not self._look and _WIDE & {colour.get("transfer"), colour.get("primaries")}
        self._shape: tuple | None = None
        self._graph: Graph | None = None

    def scaled(self, frame: VideoFrame) -> VideoFrame:
        """The frame in yuv420p. A stream may change its picture size midway."""
        shape = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        if shape != self._shape:
            self._graph, self._shape = self._built(frame), shape
        frame.pts = None
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _built(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        # With several, one picture in some hundred thousand came out otherwise on a busy machine
        # (decision 0058), and nothing is quicker by them.
        graph.threads = 1
        steps = [self._source(graph, frame), graph.add("scale", self._scaling(frame))]
        if self._wide:
            # After the scaling, where there are fewer pixels to map.
            steps.append(graph.add("scale", _MAPPED))
        if self._look:
            steps += self._looked(graph)
        steps += [graph.add("transpose", turn) for turn in _TURNS.get(self._rotation, ())]
        steps += [graph.add("format", "yuv420p"), graph.add("setsar", "1")]
        steps.append(graph.add("buffersink"))
        graph.link_nodes(*steps).configure()
        return graph

    def _looked(self, graph: Graph) -> "list[av.filter.FilterContext]":
        """Through the table of the look, which is read here and now."""
        with table(self._look, video=self._video) as cube:
            through = graph.add("lut3d", file=str(cube), interp="tetrahedral")
        return [graph.add("format", "gbrp16le"), through, graph.add("scale", _TARGET)]

    @staticmethod
    def _source(graph: Graph, frame: VideoFrame) -> "av.filter.FilterContext":
        return graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
        )

    def _scaling(self, frame: VideoFrame) -> str:
        width, height = self._size
        if self._rotation in (90, 270):
            width, height = height, width
        # Untagged pictures are BT.601 in standard definition and BT.709 above, as players assume.
        if self._wide:
            return f"{width}:{height}:flags=bicubic"
        matrix = int(frame.colorspace)
        untagged = "bt601" if frame.height <= _SD_LINES and frame.width <= 1024 else "bt709"
        source = untagged if matrix in (2, 3) else "auto"
        target = "out_range=full" if self._look else _TARGET
        return f"{width}:{height}:flags=bicubic:in_color_matrix={source}:{target}"
