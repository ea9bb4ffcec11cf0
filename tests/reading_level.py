"""How easy a text is to read: Flesch's reading ease and the years of school of Kincaid.

Flesch, J. Applied Psychology 32 (1948) 221; Kincaid et al., Naval Technical Training Command,
report 8-75 (1975). Syllables are counted as groups of vowels, without a silent e.
"""

import re

_CODE = re.compile(r"```.*?```|`[^`]*`|\$\$?.+?\$\$?|<[^>]+>|\]\([^)]*\)", re.DOTALL)
_WORD = re.compile(r"[A-Za-zéïö']+")
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n\s*\n")
_VOWELS = re.compile(r"[aeiouyéïö]+")


def reading_ease(markdown: str) -> float:
    """206.835 - 1.015 words/sentence - 84.6 syllables/word; the higher, the easier.

    >>> round(reading_ease("The cat sat on the mat."))
    116
    """
    per_sentence, per_word = _lengths(markdown)
    return 206.835 - 1.015 * per_sentence - 84.6 * per_word


def school_years(markdown: str) -> float:
    """0.39 words/sentence + 11.8 syllables/word - 15.59: the years of school it takes to read it.

    >>> round(school_years("Statistical significance necessitates investigation."), 1)
    39.1
    """
    per_sentence, per_word = _lengths(markdown)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def _lengths(markdown: str) -> tuple[float, float]:
    """Words of a sentence and syllables of a word, on average; code, formulas, tables left out."""
    lines = [line for line in markdown.splitlines() if not line.lstrip().startswith(("#", "|"))]
    prose = _CODE.sub(" ", "\n".join(lines))
    sentences = [found for part in _SENTENCE.split(prose) if (found := _WORD.findall(part))]
    words = [word.lower() for sentence in sentences for word in sentence]
    return len(words) / len(sentences), sum(map(_syllables, words)) / len(words)


def _syllables(word: str) -> int:
    n_groups = len(_VOWELS.findall(word))
    is_silent = word.endswith("e") and not word.endswith("le") and n_groups > 1
    return max(1, n_groups - is_silent)
