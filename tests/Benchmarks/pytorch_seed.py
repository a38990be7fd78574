"""The seed network in PyTorch, as the benchmark's rival. See Rival.cs for what it reads and writes.

The network, the optimiser and the step are those of SeedTraining.cs: images are shuffled every epoch, taken as bytes and turned
into floats. Of Adam and AdamW, plain and channels_last memory, the quickest is found by a short trial and used from then on.
"""

import re
import sys
import time

import torch
from torch import nn
from torch.nn import functional

BATCH = 64
BATCHES = 100
TRIAL_SECONDS = 1.0


def network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(),
        nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10))


IMAGES = torch.randint(0, 256, (BATCH * BATCHES, 1, 28, 28), dtype=torch.uint8)
LABELS = torch.randint(0, 10, (BATCH * BATCHES,))


class Training:
    def __init__(self, optimizer, memory):
        self.memory = memory
        self.net = network().to(memory_format=memory).train()
        self.optimizer = optimizer(self.net.parameters(), lr=1e-3)
        self.batches = iter(())

    def step(self):
        chosen = next(self.batches, None)
        if chosen is None:
            self.batches = iter(torch.randperm(len(IMAGES)).split(BATCH))
            chosen = next(self.batches)
        images = IMAGES[chosen].to(torch.float32).div_(255).contiguous(memory_format=self.memory)
        self.optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(self.net(images), LABELS[chosen]).backward()
        self.optimizer.step()

    def images_per_second(self, seconds):
        started, steps = time.perf_counter(), 0
        while time.perf_counter() - started < seconds:
            self.step()
            steps += 1
        return steps * BATCH / (time.perf_counter() - started)


class Inference:
    def __init__(self, batch, memory):
        self.images = IMAGES[:batch]
        self.memory = memory
        self.net = network().to(memory_format=memory).eval()

    def median_microseconds(self, seconds):
        durations, begun = [], time.perf_counter()
        with torch.inference_mode():
            while len(durations) < 5 or time.perf_counter() - begun < seconds:
                started = time.perf_counter()
                images = self.images.to(torch.float32).div_(255).contiguous(memory_format=self.memory)
                self.net(images).softmax(1)
                durations.append(time.perf_counter() - started)
        return sorted(durations)[len(durations) // 2] * 1e6


MEMORIES = (torch.contiguous_format, torch.channels_last)
CHOSEN = {}


def training(threads):
    if threads not in CHOSEN:
        candidates = [Training(kind, memory) for kind in (torch.optim.Adam, torch.optim.AdamW) for memory in MEMORIES]
        for candidate in candidates:
            candidate.images_per_second(TRIAL_SECONDS / 2)
        CHOSEN[threads] = max(candidates, key=lambda candidate: candidate.images_per_second(TRIAL_SECONDS))
    return CHOSEN[threads]


def inference(batch, threads):
    key = (batch, threads)
    if key not in CHOSEN:
        candidates = [Inference(batch, memory) for memory in MEMORIES]
        for candidate in candidates:
            candidate.median_microseconds(TRIAL_SECONDS / 2)
        CHOSEN[key] = min(candidates, key=lambda candidate: candidate.median_microseconds(TRIAL_SECONDS))
    return CHOSEN[key]


def main():
    capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    print(f"PyTorch {torch.__version__} ({capability[1] if capability else 'vectors unknown'})", flush=True)
    for line in sys.stdin:
        command, *numbers = line.split()
        if command == "train":
            threads, seconds = int(numbers[0]), float(numbers[1])
            torch.set_num_threads(threads)
            print(training(threads).images_per_second(seconds), flush=True)
        else:
            batch, threads, seconds = int(numbers[0]), int(numbers[1]), float(numbers[2])
            torch.set_num_threads(threads)
            print(inference(batch, threads).median_microseconds(seconds), flush=True)


main()
