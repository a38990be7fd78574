namespace Digits.Training.Storage;

/// <summary>A sample whose label a check suspects. Labels stand in words, since classes are renumbered from version to version.</summary>
internal sealed class SuspectLabelRow
{
    public required long RunOrdinal { get; set; }

    /// <summary>Counts the suspects of a run from 1, the most suspect first.</summary>
    public required int Rank { get; set; }

    public required int Number { get; set; }

    /// <summary>A <c>digits.processing.v1.Part</c>.</summary>
    public required int Part { get; set; }

    public required string Label { get; set; }

    public required string SuggestedLabel { get; set; }

    public required double LabelProbability { get; set; }

    public required double SuggestedProbability { get; set; }

    public required double Score { get; set; }
}
