using System.ComponentModel.DataAnnotations;
using Digits.Imaging.Handwriting;

namespace Digits.Processing.Starter;

/// <summary>The data set that a new installation begins with; section <c>Starter</c> of the configuration.</summary>
internal sealed class StarterOptions
{
    public const string Section = "Starter";

    /// <summary>Whether to draw a data set when the data volume is new.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many samples it has.</summary>
    [Range(20, 1_000_000)]
    public int Count { get; set; } = SyntheticDigits.StarterCount;
}
