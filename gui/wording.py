"""Numbers, sizes, times and dates as the person's language writes them."""

import re
from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale


def percent(share: float, decimals: int = 2) -> str:
    """Return a share of 0–1 as a percentage.

    Digits that would round a share below 1 up to 100 % are cut off instead: 99.996 % is not all.
    """
    value = round(share * 100, decimals)
    if value >= 100 > share * 100:
        value = 100 - 10**-decimals
    number = QLocale().toString(float(value), "f", decimals)
    return QCoreApplication.translate("Wording", "{0} %").format(number)


def decimal(value: float, decimals: int = 3) -> str:
    """Return a number with a fixed count of decimals."""
    return QLocale().toString(float(value), "f", decimals)


def brief(value: float, digits: int = 3) -> str:
    """Return a number with few significant digits, for the scale of a plot."""
    return QLocale().toString(float(value), "g", digits)


def whole(value: int) -> str:
    """Return a whole number, its thousands grouped where the language does that."""
    return QLocale().toString(value)


def byte_size(count: int) -> str:
    """Return a file size in kB or MB, of 1,000 and 1,000,000 bytes."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units, without those that are zero."""
    total = max(0, round(seconds))
    if total >= 3600:
        total = round(total / 60) * 60
    hours, rest = divmod(total, 3600)
    minutes, last = divmod(rest, 60)
    parts = []
    if hours:
        parts.append(QCoreApplication.translate("Wording", "{0} h").format(hours))
    if minutes:
        parts.append(QCoreApplication.translate("Wording", "{0} min").format(minutes))
    if last or not parts:
        parts.append(QCoreApplication.translate("Wording", "{0} s").format(last))
    return " ".join(parts)


def day(iso: str) -> str:
    """Return the day of an ISO 8601 time in words, or the text as it is where it is none."""
    return _day(iso, QLocale().dateFormat(QLocale.FormatType.LongFormat))


def short_day(iso: str) -> str:
    """Return the day of an ISO 8601 time for a column: no weekday, a short month."""
    pattern = QLocale().dateFormat(QLocale.FormatType.LongFormat)
    return _day(iso, re.sub(r",?\s*dddd,?\s*", "", pattern).replace("MMMM", "MMM"))


def moment(iso: str) -> str:
    """Return an ISO 8601 time as a short date and time of this computer's zone."""
    try:
        found = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    when = QDateTime.fromSecsSinceEpoch(int(found.timestamp()))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def _day(iso: str, pattern: str) -> str:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), pattern)


def tool_tip(text: str) -> str:
    """Return a text from elsewhere for a tool tip, which would take tags in it for formatting."""
    return f"<span>{escape(text)}</span>" if "<" in text else text
