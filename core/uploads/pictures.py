"""Pictures made anew: decoded within limits and written again, so that nothing but the picture itself is kept."""

import io
import struct
import zlib

from PIL import Image, ImageOps

from core.uploads.kinds import Media, Unfit
from policy.messages import say

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
JPEG_QUALITY = 85
_FORMATS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.WEBP: "WEBP"}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error, zlib.error)
"""What decoders raise for broken input; a defect of ours would show in the tests of sound pictures."""


def made_anew(data: bytes, media: Media, name: str) -> tuple[Media, bytes]:
    """Return the picture decoded, turned upright, bounded and written again without anything it carried along.

    Raises `Unfit` where it is too large, or cannot be decoded to its end.
    """
    try:
        return _encoded(_decoded(data, media, name), media)
    except _BOMBS as error:
        raise _too_large(name, None) from error
    except _DAMAGE as error:
        raise Unfit(
            say("The picture “{name}” is damaged or was not sent whole.", name=name),
            say("Open it on your device; if it looks right, take a screenshot and send that."),
        ) from error


def _decoded(data: bytes, media: Media, name: str) -> Image.Image:
    picture: Image.Image = Image.open(io.BytesIO(data), formats=[_FORMATS[media]])
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise _too_large(name, width * height)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a fraction of its size
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    plain = _plain(upright)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, in colour or grey; what was transparent becomes white paper."""
    if picture.mode in {"L", "RGB"}:
        return picture.copy()
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGBA", "LA", "PA", "P", "RGBa", "La"}:
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _encoded(picture: Image.Image, media: Media) -> tuple[Media, bytes]:
    """Write the picture; drawings stay PNG, photos become JPEG."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # no info dictionary comes along
    out = io.BytesIO()
    if media is Media.PNG:
        bare.save(out, "PNG")
        return Media.PNG, out.getvalue()
    bare.save(out, "JPEG", quality=JPEG_QUALITY)
    return Media.JPEG, out.getvalue()


def _too_large(name: str, pixels: int | None) -> Unfit:
    facts = {"name": name, "limit": MOST_PIXELS // 1_000_000}
    message = say("The picture “{name}” has more than {limit} million pixels.", **facts)
    if pixels is not None:
        facts["size"] = -(-pixels // 1_000_000)
        message = say("The picture “{name}” has {size} million pixels; at most {limit} million are taken.", **facts)
    return Unfit(message, say("Photograph it with a lower resolution, or send a screenshot of it."))
