using System.ComponentModel.DataAnnotations;

namespace Digits.Training;

/// <summary>Settings of this service alone, from the configuration section <c>Training</c>.</summary>
internal sealed class TrainingOptions
{
    public const string Section = "Training";

    private const int DefaultQueueCapacity = 100;
    private const int DefaultMaxWatchers = 1000;
    private const int DefaultMaxWatchersPerRun = 500;

    /// <summary>Runs that may wait at once; a run over that number is refused.</summary>
    [Range(1, 10_000)]
    public int QueueCapacity { get; set; } = DefaultQueueCapacity;

    /// <summary>Callers that may watch runs at once; one over that number is refused. A watcher holds about 20 KB.</summary>
    [Range(1, 10_000)]
    public int MaxWatchers { get; set; } = DefaultMaxWatchers;

    /// <summary>Callers that may watch the same run at once.</summary>
    [Range(1, 10_000)]
    public int MaxWatchersPerRun { get; set; } = DefaultMaxWatchersPerRun;
}
