using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>One thing that training had to say: either progress after a batch or a finished epoch.</summary>
internal sealed record RunReport(DateTimeOffset Time, RunProgress? Progress, EpochReport? Epoch, TimeSpan EpochDuration);
