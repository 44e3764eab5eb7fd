"""Parts of speech, for verbs that no table lists: 拆改燃煤锅炉 is done, 科技型中小企业 is a stock."""

from functools import lru_cache

import rjieba

_PROPER = ("ns", "nr", "nt")
_OF_ALL = ("中国", "全国", "我国")
_VERBS = ("v", "vd")


@lru_cache(maxsize=4096)
def begins_with_verb(words: str) -> bool:
    """Whether the first word of two characters or more is a verb with something behind it, or all there is."""
    tagged = rjieba.tag(words[:12])
    return bool(tagged) and len(tagged[0][0]) > 1 and tagged[0][1] in _VERBS


@lru_cache(maxsize=4096)
def names_a_place(words: str) -> bool:
    """Whether a proper name stands among the words: 小浪底南岸灌区, not 产业园区."""
    tagged = rjieba.tag(words[:60])
    return any(len(word) > 1 and tag in _PROPER and word not in _OF_ALL for word, tag in tagged)


@lru_cache(maxsize=4096)
def ends_with_verb(words: str) -> bool:
    """Whether the last word of two characters or more is a verb: “双替代”供暖 3600 户."""
    tagged = rjieba.tag(words[-12:])
    return bool(tagged) and len(tagged[-1][0]) > 1 and tagged[-1][1] in _VERBS
