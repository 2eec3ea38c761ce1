#!/usr/bin/env python3
"""Settles budget rounds a second time, from the written rules alone. Format and rules: README.md beside this file.

Reads one JSON case a line on standard input, writes one JSON result a line on standard output.
"""

import json
import sys
from fractions import Fraction


def pro_rata(amount, weights):
    """Shares of `amount` for the keys of `weights`: floors, then largest remainders, then lowest key."""
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(amount * weight, whole) for key, weight in weights.items()}
    shares = {key: share.numerator // share.denominator for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (shares[key] - exact[key], key))
    for key in by_remainder[: amount - sum(shares.values())]:
        shares[key] += 1
    return shares


def goal(bucket):
    """The least and the most that a bucket needs: what it costs, less what comes in; never below nothing."""
    least = most = 0
    for item in bucket["items"]:
        if item["income"]:
            least -= item["min"]
            most -= item["min"]
        else:
            least += item["min"]
            most += item["min"] if item["max"] is None else item["max"]
    return max(least, 0), max(most, 0)


def is_an_answer(giver, cap):
    """Gifts above the allotment, or above the cap to one bucket, are no answer at all."""
    gifts = giver["gifts"]
    return sum(amount for _, amount in gifts) <= giver["allotment"] and (
        cap is None or all(amount <= cap for _, amount in gifts)
    )


def settle(case):
    goals = {bucket["bucket"]: goal(bucket) for bucket in sorted(case["buckets"], key=lambda bucket: bucket["bucket"])}
    takes = {bucket["bucket"] for bucket in case["buckets"] if bucket["takes"]}
    allotment = {giver["member"]: giver["allotment"] for giver in case["givers"]}
    members = sorted(allotment)
    gifts = {bucket: {} for bucket in goals}
    for giver in case["givers"]:
        if is_an_answer(giver, case["cap"]):
            for bucket, amount in giver["gifts"]:
                gifts.setdefault(bucket, {})[giver["member"]] = amount

    # What came back, bucket by bucket, and why.
    back, why = {}, {}
    for bucket, funders in gifts.items():
        given = sum(funders.values())
        if bucket not in goals:
            back[bucket], why[bucket] = dict(funders), "gone"
        elif given < goals[bucket][0] and bucket not in takes:
            back[bucket], why[bucket] = dict(funders), "below"
        else:
            back[bucket], why[bucket] = pro_rata(max(0, given - goals[bucket][1]), funders), "over"
    kept = {
        bucket: {member: amount - back[bucket][member] for member, amount in funders.items()}
        for bucket, funders in gifts.items()
    }
    keeps = {bucket: sum(kept[bucket].values()) for bucket in goals}
    left = {member: allotment[member] - sum(of.get(member, 0) for of in kept.values()) for member in members}

    # The end rule. Everybody pays in proportion to what is left of theirs; payers in the order of their ids fill the
    # buckets in the order of theirs.
    receives = dict.fromkeys(goals, 0)
    went = {member: {} for member in members}
    if case["rule"] == "spread":
        room = {bucket: goals[bucket][1] - keeps[bucket] for bucket in goals if keeps[bucket] > 0}
        spread = min(sum(left.values()), sum(room.values()))
        receives.update(pro_rata(spread, room))
        cents = [(member, cent) for member, cent in sorted(pro_rata(spread, left).items())]
        missing = [[bucket, cent] for bucket, cent in sorted(receives.items()) if cent]
        for member, cent in cents:
            while cent:
                bucket, most = missing[0]
                part = min(cent, most)
                went[member][bucket] = part
                cent -= part
                missing[0][1] -= part
                if missing[0][1] == 0:
                    missing.pop(0)
    rest = {member: left[member] - sum(went[member].values()) for member in members}
    stays = sum(rest.values()) if case["rule"] == "stay" else 0
    in_buckets = sum(keeps.values()) + sum(receives.values())

    def story(member):
        lines = []
        for bucket, funders in gifts.items():
            if member in funders:
                lines.append(["kept", bucket, kept[bucket][member]])
                lines.append([why[bucket], bucket, back[bucket][member]])
        given = sum(funders.get(member, 0) for funders in gifts.values())
        lines.append(["not-given", "", allotment[member] - given])
        lines += [["spread", bucket, cent] for bucket, cent in went[member].items()]
        lines.append(["stays" if case["rule"] == "stay" else "to-pot", "", rest[member]])
        return sorted(line for line in lines if line[2])

    return {
        "buckets": [
            [bucket, goals[bucket][0], goals[bucket][1], sum(gifts[bucket].values()), keeps[bucket], receives[bucket]]
            for bucket in goals
        ],
        "given": sum(sum(funders.values()) for funders in gifts.values()),
        "kept": in_buckets,
        "stays": stays,
        "returned": case["pot"] + case["carried_over"] - in_buckets - stays,
        "stories": [[member, story(member)] for member in members],
    }


def main():
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(settle(json.loads(line)), sort_keys=True))


if __name__ == "__main__":
    main()
