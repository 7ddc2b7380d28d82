"""Words that tell whether a full stop ends a sentence: data of the sentence splitter.

Collected from the style of English news first; the few French, German and Spanish entries are
those that would otherwise cut a name or a date in two.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    mr mrs ms mx dr drs prof profs gen col lt sgt cpl pvt capt cmdr maj adm brig rev hon pres sen
    sens rep reps gov govs supt insp det dir amb atty st ste mt ft messrs mme mmes mlle mgr mm sra
    srta hr frl ud uds
    """
)
"""Stand before a name, so a full stop after them ends nothing. Only when capitalised."""

NEVER_FINAL = _words("vs v e.g i.e viz cf z.b d.h u.a p.ex op ee")

BEFORE_NUMBER = _words(
    """
    no nos nr nº p pp vol fig figs art arts sec secs ch ca c approx est v n para paras jan feb mar
    apr jun jul aug sep sept oct nov dec tel ext pop
    """
)
"""End nothing when a number follows ("No. 5", "Sept. 11")."""

MAYBE_FINAL = _words(
    """
    inc corp co cos ltd llc plc bros jr sr al dept univ assn ave blvd rd
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb
    nev okla ore pa tenn tex va vt wash wis wyo dist
    bzw ca usw str av env ph.d m.d
    """
)
"""End a sentence only when the next word can hardly be anything but the start of one."""

STARTERS = _words(
    """
    a an the this that these those there here it its it's he she they we you i his her their our
    my your but and so yet however meanwhile still also although while when if as in on at by for
    from with after before since during despite according what who why how where once then now
    some many most several both all another other under over later earlier last instead moreover
    nevertheless nonetheless additionally because image photo picture until unless
    le les une un il elle ils elles ce cette ces mais et en dans pour selon
    der das ein eine er sie es wir aber und im nach
    el los las una
    """
)
"""Words that, with a capital, begin a sentence and hardly ever continue a name."""

TIME_WORDS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday eastern central pacific mountain
    gmt utc bst est edt cet cest et pt ct
    january february march april may june july august september october november december
    """
)
"""May follow "5 p.m." within the sentence."""

ORDINAL_CONTEXT = _words("am vom zum bis der dem des im ab seit")
"""German words before an ordinal ("am 3. Oktober")."""

SPEECH_VERBS = (
    "said|says|asked|asks|told|tells|added|adds|replied|replies|answered|wrote|writes|cried|"
    "shouted|exclaimed|wondered|quipped|joked|insisted|continued|recalled|tweeted|posted|demanded|"
    "declared|explained|warned|argued|questioned|responded|remarked|stated|noted"
)
"""Between a quoted question and its speaker: “Why?” Peskov asked."""

HAN_SPEECH = "说|說|表示|问|問|道|称|稱|指出|写道|寫道|补充|補充|强调|強調"
