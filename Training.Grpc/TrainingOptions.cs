using System.ComponentModel.DataAnnotations;

namespace Digits.Training;

/// <summary>Settings of this service alone, from the configuration section <c>Training</c>.</summary>
internal sealed class TrainingOptions
{
    public const string Section = "Training";

    private const int DefaultQueueCapacity = 100;

    /// <summary>Runs that may wait at once; a run over that number is refused.</summary>
    [Range(1, 10_000)]
    public int QueueCapacity { get; set; } = DefaultQueueCapacity;
}
