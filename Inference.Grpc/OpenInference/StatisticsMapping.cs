using Digits.Inference.Statistics;
using Digits.OpenInference.V2;

namespace Digits.Inference.OpenInference;

/// <summary>Turns statistics into messages.</summary>
internal static class StatisticsMapping
{
    public static ModelStatistics ToMessage(VersionStatistics version)
    {
        var read = version.Read();
        return new ModelStatistics
        {
            Name = version.Model,
            Version = $"{version.Version}",
            LastInference = (ulong)(read.Last?.ToUnixTimeMilliseconds() ?? 0),
            InferenceCount = (ulong)read.Images,
            ExecutionCount = (ulong)read.Executions,
            InferenceStats = new InferStatistics
            {
                Success = ToMessage(read.Success),
                Fail = ToMessage(read.Failures.Aggregate((sum, reason) => sum.With(reason))),
                Queue = ToMessage(read.Queue),
                ComputeInput = ToMessage(read.Input),
                ComputeInfer = ToMessage(read.Infer),
                ComputeOutput = ToMessage(read.Output),
            },
            // Images are read before they get into a batch and answers are written after it, so a batch itself spends no time on either.
            BatchStats =
            {
                read.Batches.Select(batch => new InferBatchStatistics
                {
                    BatchSize = (ulong)batch.Key,
                    ComputeInput = new StatisticDuration { Count = (ulong)batch.Value.Times },
                    ComputeInfer = ToMessage(batch.Value),
                    ComputeOutput = new StatisticDuration { Count = (ulong)batch.Value.Times },
                }),
            },
        };
    }

    private static StatisticDuration ToMessage(Count count) =>
        new() { Count = (ulong)count.Times, Ns = (ulong)count.Duration.TotalNanoseconds };
}
