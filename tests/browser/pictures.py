"""Pictures of every page of a walk, for people to look at: narrow and wide, light and dark (`make pictures`)."""

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = "LETTERBANK_PICTURES"  # where they go; without it none is taken
NARROW, WIDE = 360, 1280


def take(page: Page, name: str) -> None:
    """The whole page as it stands, as `<name>-<width>-<scheme>.png`; afterwards it is wide and light again."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


def take_paper(leaf: Image.Image, name: str) -> None:
    """A printed leaf, as `<name>.png`."""
    if folder := os.environ.get(FOLDER):
        leaf.save(Path(folder) / f"{name}.png")
