"""The sample study: invented articles with the careful codings of three coders.

It is the program's demonstration, its model for new users and a gold standard for tests. The data
lies in `resources/sample`; `sample_study` reads it, `build_sample` makes a project of it,
`sample_copy` gives each user one of their own.
"""

from annotator.sample.build import build_sample, sample_copy
from annotator.sample.model import (
    SampleActor,
    SampleArticle,
    SampleCode,
    SampleCoder,
    SampleRound,
    SampleStudy,
    SampleSuggestions,
    SampleWork,
)
from annotator.sample.read import sample_study

__all__ = [
    "SampleActor",
    "SampleArticle",
    "SampleCode",
    "SampleCoder",
    "SampleRound",
    "SampleStudy",
    "SampleSuggestions",
    "SampleWork",
    "build_sample",
    "sample_copy",
    "sample_study",
]
