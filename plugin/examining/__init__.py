"""The assistant's examination: what a fair judge says of each reply, and three figures.

A judge knows the books and what a person expected of each turn; it knows nothing of the assistant
but what `goodterms assistant answer` prints. It answers nothing itself.
"""

from plugin.examining.judging import Outcome, Verdict, judge
from plugin.examining.papers import Conversation, Exam, ExamError, Expectation, Want, read_exam
from plugin.examining.replies import Reply
from plugin.examining.tally import Judged, Tally, tally
from plugin.examining.truth import Truth, truth_of

__all__ = [
    "Conversation",
    "Exam",
    "ExamError",
    "Expectation",
    "Judged",
    "Outcome",
    "Reply",
    "Tally",
    "Truth",
    "Verdict",
    "Want",
    "judge",
    "read_exam",
    "tally",
    "truth_of",
]
