"""Every figure of the pathway problems in words, for the page of measures."""

from diis.definitions.figures import WINDOW_DAYS
from diis.definitions.forecast import CANNOT_BE_TOLD, LIKELY, POSSIBLE, UNLIKELY
from diis.definitions.outcomes import IN_WORDS
from diis.definitions.returned import REASONS
from diis.definitions.turning_18 import REFERRED_AT_16_OR_17, TURNED_18, TURNS_18_SOON

_LATELY = f"in the {WINDOW_DAYS} days up to and including the day"
_18 = "18-before-assessment"

PATHWAY_WORDS: dict[str, str] = {
    "steps-open": "steps that were requested and are not done, of referrals that still wait",
    "steps-open-median-days": "median of the days since they were requested",
    "steps-open-p90-days": "90th percentile of the days since they were requested",
    "steps-done": f"steps done {_LATELY}",
    "steps-done-median-days": "median of the days from requested to done",
    "steps-done-p90-days": "90th percentile of the days from requested to done",
    "longest-gap-median-days": "median of the longest gap of each wait: nothing under way, or the longest open step",
    "nothing-under-way-share": "percentage of waits of which the longest part is a gap with nothing under way",
    "longest-part-share": "percentage of waits of which this step, or a step of this organisation, is the longest part",
    TURNED_18: "open and unassessed at 18, of those who were younger when referred",
    TURNS_18_SOON: "open and unassessed, and 18 within the next 26 weeks",
    REFERRED_AT_16_OR_17: "open and unassessed, of those referred at 16 or 17",
    f"{_18}:{LIKELY}": "will be 18 on or before the likely day of the assessment",
    f"{_18}:{POSSIBLE}": "will be 18 after the likely and on or before the latest day of the assessment",
    f"{_18}:{UNLIKELY}": "will be 18 after the latest day of the assessment",
    f"{_18}:{CANNOT_BE_TOLD}": "no assessments were completed lately: no day can be told",
    "transferred-to-adult": f"transferred to an adult service while waiting, {_LATELY}",
    "transferred-median-days": "median of their days from first received to transfer",
    "waiting-since-transfer": "transferred in the last 400 days, and nobody has told that the wait ended",
    "total-median-days": "median of their days from first received to the day",
    "since-transfer-median-days": "median of their days from transfer to the day: the second clock",
    "received-in-26-weeks": "referrals received in the 26 weeks up to and including the day",
    "returned": "of these, returned for more information",
    "returned-share": "percentage of these that were returned",
    "return-median-days": "median of the days from received to returned",
    "resubmitted": "of the returned, sent in again",
    "away-median-days": "median of the days from returned to sent in again: what the return added",
    "accepted-after-return": "of the returned, accepted since",
    "accepted-after-return-share": "percentage of the returned that were accepted since",
    "acceptance-median-days": "median of their days from first received to accepted",
    **{f"rejected-after-return:{reason}": f"of these, rejected since as {reason}" for reason in REASONS.values()},
    "rejected-after-return:not given": "of the returned, rejected since without a reason",
    "closed-without-resubmission": "of the returned, closed without being sent in again",
    "still-out": "of the returned, neither sent in again nor ended",
    "rejected-followed": "rejected between twelve and six months before the day",
    "referred-again": "of these, the child was referred again within six months",
    "referred-again-share": "percentage of these",
    "referred-again-median-days": "median of the days from the rejection to the next referral",
    "referred-again-lately": f"children referred again {_LATELY}, within six months of a rejection",
    "left": f"first missing from a list {_LATELY}, and not back since",
    **{f"left:{outcome}": f"of these, {words}" for outcome, words in IN_WORDS.items()},
    **{
        f"{state}{figure}": words.format(which)
        for state, which in (("open", "open clocks"), ("stopped", f"clocks that stopped {_LATELY}"))
        for figure, words in {
            "-with-support": "{} with support offered by then",
            "-with-support-share": "percentage of {} with support offered by then",
            "-support-median-days": "{}: median of the days from received to first support",
        }.items()
    },
}
