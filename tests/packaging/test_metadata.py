"""What shops and desktops are told agrees with the program."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from PySide6.QtGui import QImage

from model.about import APP_ID, APP_NAME, VERSION

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
METAINFO = PACKAGING / f"{APP_ID}.metainfo.xml"
ICONS = ROOT / "assets" / "icons"


def metainfo() -> Element:
    root = ElementTree.parse(METAINFO).getroot()
    assert root is not None
    return root


def test_the_metadata_names_this_program() -> None:
    component = metainfo()

    assert component.findtext("id") == APP_ID
    assert component.findtext("name") == APP_NAME
    assert component.findtext("launchable") == f"{APP_ID}.desktop"
    assert component.findtext("metadata_license") == "CC0-1.0"
    assert component.findtext("project_license") == "MIT"


def test_the_newest_release_is_this_version() -> None:
    newest = metainfo().find("releases/release")

    assert newest is not None
    assert newest.get("version") == VERSION


def test_the_metadata_is_valid() -> None:
    validator = shutil.which("appstreamcli")
    if validator is None:
        pytest.skip("appstreamcli is not installed")

    result = subprocess.run(
        [validator, "validate", "--no-net", METAINFO], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_desktops_offer_the_program_for_every_kind_of_picture() -> None:
    entry = (PACKAGING / f"{APP_ID}.desktop.in").read_text(encoding="utf-8")
    kinds = re.search(r"^MimeType=(.*)$", entry, re.MULTILINE)

    assert kinds is not None
    assert set(kinds[1].split(";")) - {""} == {
        f"image/{kind}" for kind in ("png", "jpeg", "bmp", "gif", "tiff", "webp")
    }


@pytest.mark.parametrize("side_px", [16, 32, 48, 64, 128, 256])
def test_each_icon_has_the_size_in_its_name_and_clear_corners(side_px: int) -> None:
    icon = QImage(str(ICONS / f"inkdigits-{side_px}.png"))

    assert (icon.width(), icon.height()) == (side_px, side_px)
    assert icon.hasAlphaChannel()
    assert icon.pixelColor(0, 0).alpha() == 0
    assert icon.pixelColor(side_px // 2, side_px // 8).blue() > 200
