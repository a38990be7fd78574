using Digits.Training.Runs;

namespace Digits.Training.Storage;

/// <summary>A run as stored: what is searched by stands in columns, the rest in JSON.</summary>
internal sealed class RunRow
{
    /// <summary>Counts runs in the order in which they were asked for; never given out twice.</summary>
    public long Ordinal { get; set; }

    public required string Id { get; set; }

    public required RunState State { get; set; }

    public required string Dataset { get; set; }

    /// <summary>The run without its progress, as JSON.</summary>
    public required string Document { get; set; }

    /// <summary>The newest progress, as JSON. Apart from the document because it changes four times a second.</summary>
    public string? Progress { get; set; }

    /// <summary>The sequence number of the run's newest event.</summary>
    public int LastSequence { get; set; }
}
