"""Parts of speech, for verbs that no table lists: 拆改燃煤锅炉 is done, 科技型中小企业 is a stock."""

from functools import lru_cache

import rjieba

_VERBS = ("v", "vd")


@lru_cache(maxsize=4096)
def begins_with_verb(words: str) -> bool:
    """Whether the first word of two characters or more is a verb with something behind it, or all there is."""
    tagged = rjieba.tag(words[:12])
    return bool(tagged) and len(tagged[0][0]) > 1 and tagged[0][1] in _VERBS


@lru_cache(maxsize=4096)
def ends_with_verb(words: str) -> bool:
    """Whether the last word of two characters or more is a verb: “双替代”供暖 3600 户."""
    tagged = rjieba.tag(words[-12:])
    return bool(tagged) and len(tagged[-1][0]) > 1 and tagged[-1][1] in _VERBS
