using System.ComponentModel.DataAnnotations;

namespace Digits.Datasets.Corrections;

/// <summary>How many corrections may wait; section <c>Corrections</c> of the configuration.</summary>
internal sealed class CorrectionOptions
{
    public const string Section = "Corrections";

    private const int DefaultMaxPending = 10_000;

    /// <summary>Corrections that may wait for review at once; one over that number is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxPending { get; set; } = DefaultMaxPending;
}
