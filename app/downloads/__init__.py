"""The formats in which a closed release can be taken away. One file per format; heavy libraries load on use."""

from app.downloads import csv_file, csvw, json_file, pdf, sav, xlsx
from app.downloads.base import DownloadContext, Format

FORMATS: dict[str, Format] = {
    "csv": csv_file.FORMAT,
    "csv-metadata.json": csvw.FORMAT,
    "xlsx": xlsx.FORMAT,
    "json": json_file.FORMAT,
    "sav": sav.FORMAT,
    "pdf": pdf.FORMAT,
}

__all__ = ["FORMATS", "DownloadContext", "Format"]
