"""Static files under hashed names: content decides the name, references follow, a build is made once."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from app import assets


@pytest.fixture(autouse=True)
def builds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(assets, "BUILDS", tmp_path / "builds")
    return tmp_path / "builds"


def make(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def test_the_name_holds_the_hash_of_the_content(tmp_path: Path) -> None:
    first = assets.build([make(tmp_path / "a", css__site_css="p{}")]).url("css/site.css")
    again = assets.build([make(tmp_path / "b", css__site_css="p{}")]).url("css/site.css")
    other = assets.build([make(tmp_path / "c", css__site_css="b{}")]).url("css/site.css")
    assert first == again != other
    assert first.startswith("/static/css/site.")


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    built = assets.build([make(tmp_path / "a", a_css="p{}")])
    with pytest.raises(LookupError, match=r"b\.css"):
        built.url("b.css")
    with pytest.raises(LookupError, match="smile"):
        built.picture("smile")


def test_a_style_sheet_points_at_hashed_names(tmp_path: Path) -> None:
    folder = make(
        tmp_path / "a", css__site_css='p{background:url("../pictures/face.svg")}', pictures__face_svg="<svg/>"
    )
    built = assets.build([folder])
    sheet = (built.folder / built.hashed["css/site.css"]).read_text()
    assert sheet == f'p{{background:url("{built.picture("face")}")}}'


def test_a_changed_picture_changes_the_sheet_that_shows_it(tmp_path: Path) -> None:
    sheet = {"css__site_css": "p{background:url(../face.svg)}"}
    first = assets.build([make(tmp_path / "a", **sheet, face_svg="<svg/>")])
    second = assets.build([make(tmp_path / "b", **sheet, face_svg="<svg></svg>")])
    assert first.url("css/site.css") != second.url("css/site.css")


def test_a_reference_to_nothing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"gone\.svg"):
        assets.build([make(tmp_path / "a", css__site_css="p{background:url(gone.svg)}")])


def test_what_points_inside_the_page_or_is_data_stays(tmp_path: Path) -> None:
    text = "p{fill:url(#a);background:url(data:image/png;base64,x)}"
    built = assets.build([make(tmp_path / "a", site_css=text)])
    assert (built.folder / built.hashed["site.css"]).read_text() == text


def test_the_partnerships_file_wins(tmp_path: Path) -> None:
    ours, theirs = make(tmp_path / "a", logo_svg="<svg>ours</svg>"), make(tmp_path / "b", logo_svg="<svg>theirs</svg>")
    built = assets.build([ours, theirs])
    assert "theirs" in (built.folder / built.hashed["logo.svg"]).read_text()


def test_texts_are_compressed_ahead_and_pictures_of_pixels_are_not(tmp_path: Path) -> None:
    text = "p{margin:0}" * 200
    built = assets.build([make(tmp_path / "a", site_css=text, face_png="x" * 2000)])
    sheet = built.folder / built.hashed["site.css"]
    assert gzip.decompress(Path(f"{sheet}.gz").read_bytes()).decode() == text
    assert brotli.decompress(Path(f"{sheet}.br").read_bytes()).decode() == text
    assert not Path(f"{built.folder / built.hashed['face.png']}.gz").exists()


def test_a_build_is_made_once_and_leaves_nothing_half_made(tmp_path: Path, builds: Path) -> None:
    folder = make(tmp_path / "a", site_css="p{}")
    first = assets.build([folder])
    made = first.folder.stat().st_mtime_ns
    second = assets.build([folder])
    assert second.folder.stat().st_mtime_ns == made
    assets.write(first.folder, {"late.css": b""})  # another process that comes second gives way
    assert [path.name for path in builds.iterdir()] == [first.folder.name]


def test_a_script_is_sent_without_its_remarks_and_says_the_same() -> None:
    script = b'// Why.\n"use strict";\n{\n  // How.\n  const place = "http://a/";\n\n  go(place);\n}\n'
    assert assets.without_remarks(script) == b'"use strict";\n{\nconst place = "http://a/";\ngo(place);\n}'
