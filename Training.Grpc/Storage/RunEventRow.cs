namespace Digits.Training.Storage;

/// <summary>One event of a run, kept as it is sent, so that a replay repeats it to the byte.</summary>
internal sealed class RunEventRow
{
    public required long RunOrdinal { get; set; }

    public required int Sequence { get; set; }

    /// <summary>A serialised <c>digits.training.v1.WatchRunResponse</c>.</summary>
    public required byte[] Payload { get; set; }
}
