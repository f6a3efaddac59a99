"""CPU time of `kb extract` on one core, whole process, as a multiple of what Python's `re` takes to split the same text into words.

    python3 benches/ratio.py FOLDER KB [OTHER_KB]

FOLDER has `.txt` files. Five rounds; in each the programs and `re.findall` have their turn within the same seconds, and the
multiple is told round by round and as the median. Of two programs the ratio of their times is told as well, pair by pair.
"""

import glob
import os
import re
import resource
import statistics
import subprocess
import sys
import time

ROUNDS = 5


def split(texts):
    """CPU seconds of splitting every text into words and marks."""
    begun = time.process_time()
    words = sum(len(re.findall(r"\w+|[^\w\s]", text)) for text in texts)
    return time.process_time() - begun, words


def extract(kb, folder):
    """CPU seconds of the whole process, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [kb, "extract", folder], env=dict(os.environ, RAYON_NUM_THREADS="1"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder, *programs = sys.argv[1:]
    texts = [open(path, encoding="utf-8").read() for path in sorted(glob.glob(os.path.join(folder, "*.txt")))]
    multiples = [[] for _ in programs]
    pairs = []
    outputs = []
    for turn in range(ROUNDS):
        baseline, words = split(texts)
        runs = [extract(kb, folder) for kb in programs]
        baseline = (baseline + split(texts)[0]) / 2
        outputs = [output for _, output in runs]
        for found, (seconds, _) in zip(multiples, runs):
            found.append(seconds / baseline)
        line = f"{words} words and marks, re.findall {baseline:.3f} s; kb " + ", ".join(
            f"{seconds:.2f} s: {seconds / baseline:.1f} x" for seconds, _ in runs
        )
        if len(runs) == 2:
            pairs.append(runs[1][0] / runs[0][0])
            line += f"; second to first {pairs[-1]:.2f}"
        print(line)
    for kb, found in zip(programs, multiples):
        print(f"{kb}: median {statistics.median(found):.1f} x re.findall")
    if pairs:
        same = "the same output" if outputs[0] == outputs[1] else "other output"
        print(f"second to first: median {statistics.median(pairs):.2f}, {same}")


main()
