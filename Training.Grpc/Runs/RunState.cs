namespace Digits.Training.Runs;

/// <summary>Where a run is in its life: from <see cref="Queued"/> to <see cref="Running"/> to one of the three ends.</summary>
internal enum RunState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
