namespace Digits.Processing.Tests.PublicSets;

/// <summary>A file of a <see cref="FileServer"/>, and how well it is served.</summary>
internal sealed class ServedFile(byte[] bytes)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Bytes { get; set; } = bytes;

    public string ETag { get; set; } = "\"first\"";

    /// <summary>Whether a request for a range gets just that.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>Whether the size is told.</summary>
    public bool TellsSize { get; init; } = true;

    /// <summary>How many answers stop after <see cref="StopAfter"/> bytes.</summary>
    public int Stops { get; set; }

    public int StopAfter { get; init; } = 100;

    /// <summary>What answers that come first are instead of the file.</summary>
    public Queue<int> Refusals { get; init; } = [];

    /// <summary>Whether the last redirect has been followed to here; null where there is none.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>Ends when the answers that have stopped are to be cut off.</summary>
    public Task Released => _released.Task;

    public void CutOff() => _released.TrySetResult();
}
