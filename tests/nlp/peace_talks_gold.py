"""Entities of the real article `articles/peace_talks.txt`, annotated by hand from the text alone.

The list was made before any pipeline had been run on the article. It holds only the names
themselves, as (quote, n-th occurrence as a whole word, label); the article is not open and is
read from the folder beside the project.

Convention (the same as in `scoring.py`): titles, a leading "the" and a trailing "'s" are not part
of an entity; the name of a capital used for its government stays GPE; nationalities are NORP also
when they stand before a title. Two judgements others may make differently: "Ukrainian Security
Council" is one ORG (the capitals make it a name), and "fourth year" (of the war) is a DATE, a
period of time like "two days". The headline's kicker "War in Ukraine" is a description, so only
"Ukraine" is marked there.
"""

from __future__ import annotations

PEACE_TALKS: tuple[tuple[str, int, str], ...] = (
    ("Ukraine", 1, "GPE"),
    ("Russia", 1, "GPE"),
    ("Istanbul", 1, "GPE"),
    ("Ukraine", 2, "GPE"),
    ("Ukraine", 3, "GPE"),
    ("Russia", 2, "GPE"),
    ("Istanbul", 2, "GPE"),
    ("Zelensky", 1, "PERSON"),
    ("Moscow", 1, "GPE"),
    ("U.S.", 1, "GPE"),
    ("Ukrainian", 1, "NORP"),
    ("Volodymyr Zelensky", 1, "PERSON"),
    ("Ukraine", 4, "GPE"),
    ("Russia", 3, "GPE"),
    ("Istanbul", 3, "GPE"),
    ("this week", 1, "DATE"),
    ("Today", 1, "DATE"),
    ("Ukrainian Security Council", 1, "ORG"),
    ("Rustem Umerov", 1, "PERSON"),
    ("Turkey", 1, "GPE"),
    ("Russian", 1, "NORP"),
    ("Zelensky", 3, "PERSON"),
    ("Monday", 1, "DATE"),
    ("Umerov", 2, "PERSON"),
    ("Wednesday", 1, "DATE"),
    ("Kyiv", 1, "GPE"),
    ("U.S.", 2, "GPE"),
    ("Donald Trump", 1, "PERSON"),
    ("Moscow", 2, "GPE"),
    ("50 days", 1, "DATE"),
    ("Kremlin", 1, "ORG"),
    ("Kremlin", 2, "ORG"),
    ("Dmitry Peskov", 1, "PERSON"),
    ("Ukraine", 5, "GPE"),
    ("fourth year", 1, "DATE"),
    ("this spring", 1, "DATE"),
    ("Istanbul", 4, "GPE"),
    ("May", 1, "DATE"),
    ("June", 1, "DATE"),
    ("Russian", 2, "NORP"),
    ("two days", 1, "DATE"),
    ("Thursday", 1, "DATE"),
    ("Friday", 1, "DATE"),
    ("Turkish", 1, "NORP"),
    ("Ukrainian", 3, "NORP"),
    ("Russian", 3, "NORP"),
    ("Kramatorsk", 1, "GPE"),
    ("Kyiv", 2, "GPE"),
    ("Ukraine", 6, "GPE"),
    ("Russian", 4, "NORP"),
    ("Pokrovsk", 1, "GPE"),
    ("Moscow", 3, "GPE"),
    ("Ukrainian", 4, "NORP"),
    ("Oleksandr Syrskyi", 1, "PERSON"),
    ("Russian", 5, "NORP"),
    ("Washington", 1, "GPE"),
    ("Kyiv", 3, "GPE"),
    ("Russia", 4, "GPE"),
    ("Istanbul", 5, "GPE"),
    ("Ukrainian", 5, "NORP"),
    ("Zelensky", 4, "PERSON"),
    ("Russian", 6, "NORP"),
    ("Vladimir Putin", 1, "PERSON"),
    ("U.S.", 3, "GPE"),
    ("Trump", 2, "PERSON"),
    ("BBC", 1, "ORG"),
    ("Putin", 2, "PERSON"),
    ("Russian", 7, "NORP"),
    ("Peskov", 2, "PERSON"),
    ("Russian", 8, "NORP"),
)
