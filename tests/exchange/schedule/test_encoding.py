"""Encodings are recognised from the bytes."""

import pytest

from yipanqi.exchange.schedule import SourceError
from yipanqi.exchange.schedule.encoding import decode, recognise

CHINESE = "ERMHDR\t8.2\n%R\t清表与路基施工\t（一期）、二期：合计 3 项\n£"
FRENCH = "%R\tPréparation du chantier, finitions été\tLondon £ 5 €\nGrüße aus München, Ærø"
RUSSIAN = "%R\tПодготовка площадки\tмонтаж опор"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE.replace("£", ""), "gb18030"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-8-sig"),
        ("plain", "utf-8"),
    ],
)
def test_recognised(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert recognise(data).replace("-sig", "") == encoding.replace("-sig", "")
    assert decode(data) == text


def test_a_named_encoding_goes_first() -> None:
    assert decode("排水".encode("big5"), "big5") == "排水"
    with pytest.raises(SourceError, match=r"row 2: .*utf-8"):
        decode(b"a\n\xff\xfe", "utf-8")
    with pytest.raises(SourceError, match="klingon"):
        decode(b"a", "klingon")
