"""Parts of speech, for verbs that no table lists: 拆改燃煤锅炉 is done, 科技型中小企业 is a stock."""

import re
from functools import lru_cache

import rjieba

from yipanqi.reading.lexicon.outcomes import NO_NAMES, PLACE_ENDS

_PROPER = ("ns", "nr", "nt", "nrt")
_NO_NAMES = re.compile(NO_NAMES)
_OFFICE = re.compile("[省市州区县镇乡](?![场域级区民政直管际长委容情村镇乡县市城街])")
_VERBS = ("v", "vd")


@lru_cache(maxsize=4096)
def begins_with_verb(words: str) -> bool:
    """Whether the first word of two characters or more is a verb with something behind it, or all there is."""
    tagged = rjieba.tag(words[:12])
    return bool(tagged) and len(tagged[0][0]) > 1 and tagged[0][1] in _VERBS


@lru_cache(maxsize=4096)
def names_a_place(words: str) -> bool:
    """Whether a proper name stands among the words: 小浪底南岸灌区, 宏石饲料, 县人民医院; not 产业园区.

    A name that no dictionary knows is one whose first two characters stand alone.
    """
    if _OFFICE.match(words):
        return True
    tagged = rjieba.tag(_NO_NAMES.sub("的", words[:60]), False)
    if any(len(word) > 1 and tag in _PROPER for word, tag in tagged):
        return True
    heads = [word for word, _ in tagged[:2]]
    coined = len(heads) == 2 and len(heads[1]) == 1 and "的" not in heads
    return coined and (len(heads[0]) == 1 or heads[1] in PLACE_ENDS)


@lru_cache(maxsize=4096)
def is_split(before: str, behind: str) -> bool:
    """Whether a word begins in `before` and ends in `behind`: 院士工 and 作站."""
    at = 0
    for word in rjieba.cut(before + behind):
        if at < len(before) < at + len(word):
            return True
        at += len(word)
    return False


@lru_cache(maxsize=4096)
def ends_with_verb(words: str) -> bool:
    """Whether the last word of two characters or more is a verb: “双替代”供暖 3600 户."""
    tagged = rjieba.tag(words[-12:])
    return bool(tagged) and len(tagged[-1][0]) > 1 and tagged[-1][1] in _VERBS
