#!/usr/bin/env python3
"""Tallies decisions a second time, from the written rules alone. Format and rules: README.md beside this file.

Reads one JSON case a line on standard input, writes one JSON result a line on standard output.
"""

import json
import re
import sys
from fractions import Fraction

POSITIONS = {
    "sense-check": ["fine", "not-sure", "not-for-me"],
    "proposal": ["for", "abstain", "against", "block"],
    "consent": ["consent", "with-worry", "objection"],
}


def at_least(part, whole, share):
    """Whether `part` of `whole` is at least the share [of, out_of]; of nothing, only a share of nothing is reached."""
    of, out_of = share
    if whole == 0:
        return of == 0
    return Fraction(part, whole) >= Fraction(of, out_of)


def fits(case, answer):
    """Whether an answer is one to this question."""
    kind = case["protocol"]
    if kind in POSITIONS:
        known = [word for word in POSITIONS[kind] if word != "block" or case["block"]]
        return isinstance(answer, str) and answer in known
    if not isinstance(answer, list):
        return False
    if kind == "choose":
        numbers = all(isinstance(place, int) and 0 <= place < case["options"] for place in answer)
        return numbers and len(set(answer)) == len(answer) <= case["up_to"]
    if len(answer) != case["options"]:
        return False
    if kind == "score":
        return all(points is None or (isinstance(points, int) and 0 <= points <= case["max"]) for points in answer)
    return all(word in ["yes", "if-need-be", "no"] for word in answer)


def highest(values):
    """The places of the highest value above zero; more than one where it is a tie."""
    best = max(values, default=0)
    return [place for place, value in enumerate(values) if value == best] if best > 0 else []


def tally(case):
    kind, people = case["protocol"], case["people"]
    gave = [person for person in people if person["answer"] is not None and fits(case, person["answer"])]
    answers = [person["answer"] for person in gave]
    answered = len(answers)
    # Resting people are not missed unless they answer. Where whoever is a member takes part, nobody rests.
    anyone = kind in ["sense-check", "time-poll"]
    present = sum(anyone or not person["resting"] or person in gave for person in people)
    count = {word: answers.count(word) for word in POSITIONS.get(kind, [])}
    quorum = anyone or at_least(answered, present, case["quorum"])
    winners, options, none, reached = [], [], 0, 0

    if kind == "proposal":
        yes, no = count["for"], count["against"] + count["block"]
        enough = yes > no if case["threshold"] == "more-for-than-against" else at_least(yes, yes + no, case["threshold"])
        carried = yes > 0 and enough and count["block"] == 0
    elif kind == "consent" and case["silence"]:
        silent = [person for person in people if person["reached"] and person not in gave and not person["resting"]]
        reached = answered + len(silent)
        carried = count["objection"] == 0
        # An objection stands, whoever was reached.
        quorum = count["objection"] > 0 or reached * 2 > present
    elif kind == "consent":
        carried = answered > 0 and count["objection"] == 0
    elif kind == "choose":
        votes = [sum(place in answer for answer in answers) for place in range(case["options"])]
        options = [[votes[place], 0, 0] for place in range(case["options"])]
        none = answers.count([])
        winners = highest(votes)
        carried = (
            len(winners) == 1
            and votes[winners[0]] > none
            and at_least(votes[winners[0]], answered, case["threshold"])
        )
    elif kind == "score":
        columns = [[answer[i] for answer in answers if answer[i] is not None] for i in range(case["options"])]
        options = [[len(column), 0, sum(column)] for column in columns]
        winners = highest([sum(column) for column in columns])
        carried = len(winners) == 1
    elif kind == "time-poll":
        columns = [[answer[i] for answer in answers] for i in range(case["options"])]
        options = [[column.count("yes"), column.count("if-need-be"), 0] for column in columns]
        # Who can come at all, then who can gladly, then the earlier one.
        ranks = [(yes + maybe, yes) for yes, maybe, _ in options]
        best = max(ranks, default=(0, 0))
        winners = [ranks.index(best)] if best[0] > 0 else []

    if anyone:
        verdict = "advice"
    elif not quorum:
        verdict = "too-few"
    else:
        verdict = "carried" if carried else "not-carried"
    wrong = recomputed(case, verdict, answered, present, count)
    return {
        "verdict": verdict,
        "winners": winners,
        "present": present,
        "answered": answered,
        "positions": {word: n for word, n in count.items() if n},
        "options": options,
        "none": none,
        "reached": reached,
        "sentence": wrong,
    }


def recomputed(case, verdict, answered, present, count):
    """Holds the sentence of the result against the numbers; returns what is wrong, or nothing."""
    text = case["sentence"]
    begins = {"carried": "Carried.", "not-carried": "Not carried.", "too-few": "Too few ", "advice": "Advice only."}
    if not text.startswith(begins[verdict]):
        return "it begins otherwise"
    # Every percentage is the one of the two numbers before it, rounded half up to one decimal.
    for part, whole, shown in re.findall(r"(\d+) of (\d+)[a-z ]*\(([\d.]+) %", text):
        part, whole = int(part), int(whole)
        thousandths = (2000 * part + whole) // (2 * whole) if whole else 0
        if f"{thousandths / 10:g}" != shown:
            return f"{part} of {whole} is not {shown} %"
    silent = case["protocol"] == "consent" and case["silence"]
    if not silent and f"{answered} of {present}" not in text:
        return "it does not say how many answered"
    for needed in re.findall(r"needed ([\d.]+) %", text.split(" Of the ")[0].split(" First ")[0].split(" Tied ")[0]):
        of, out_of = case["quorum"]
        if f"{(2000 * of + out_of) // (2 * out_of) / 10:g}" != needed:
            return "it asks for another quorum"
    among = re.search(r"Of the (\d+) for or against, (\d+) (?:is|are) for", text)
    if among and among.groups() != (str(count["for"] + count["against"] + count["block"]), str(count["for"])):
        return "it counts for and against otherwise"
    return ""


def main():
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(tally(json.loads(line)), sort_keys=True))


if __name__ == "__main__":
    main()
