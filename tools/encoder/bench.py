# SPDX-License-Identifier: MIT
"""How many comments a second of the processor encodes in PyTorch, in float32 on one thread: the peer of
tests/bench/encoder.c, which has a network of the same shape.

  bench.py LENGTH-BATCH…    (prints a line for each: LENGTH-BATCH RATE)
"""
import sys
import time

import torch

import bert

RUNS, RUN_SECONDS = 8, 0.05


def rate(net, length, batch):
    ids = torch.arange(length * batch).reshape(batch, length) * 7919 % 16000
    mask, best = torch.ones_like(ids), 0
    net(ids, mask)
    for _ in range(RUNS):
        begin, n = time.process_time(), 0
        while (took := time.process_time() - begin) < RUN_SECONDS:
            net(ids, mask)
            n += batch
        best = max(best, n / took)
    return best


def main():
    torch.set_num_threads(1)
    net = bert.Encoder(16000).eval()
    with torch.inference_mode():
        for case in sys.argv[1:]:
            print(f"{case} {rate(net, *map(int, case.split('-'))):.1f}")


if __name__ == "__main__":
    main()
