using Digits.Learning.Training;
using Digits.Training.LabelChecks;

namespace Digits.Training.Runs;

/// <summary>An immutable snapshot of a run. The methods are the only legal moves; each returns the next snapshot.</summary>
internal sealed record Run
{
    public required string Id { get; init; }

    public RunKind Kind { get; init; }

    public RunState State { get; init; }

    public required string Dataset { get; init; }

    public required string DatasetVersion { get; init; }

    /// <summary>The labels of the data set's classes, in class order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Empty when the settings came from config.json.</summary>
    public required string Preset { get; init; }

    /// <summary>Empty when none is trained.</summary>
    public required string Model { get; init; }

    public required TrainingSettings Settings { get; init; }

    /// <summary>The folds of a label check; 0 for other runs.</summary>
    public int Folds { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public RunProgress? Progress { get; init; }

    public IReadOnlyList<EpochReport> Epochs { get; init; } = [];

    public RunOutcome? Outcome { get; init; }

    public CheckOutcome? CheckOutcome { get; init; }

    public string? Error { get; init; }

    public bool HasEnded => State is RunState.Succeeded or RunState.Failed or RunState.Cancelled;

    public Run Start(DateTimeOffset now) => From(RunState.Queued) with { State = RunState.Running, StartTime = now };

    public Run Succeed(RunOutcome outcome, DateTimeOffset now) => Succeed(now) with { Outcome = outcome };

    public Run Succeed(CheckOutcome outcome, DateTimeOffset now) => Succeed(now) with { CheckOutcome = outcome };

    public Run Fail(string error, DateTimeOffset now) => From(RunState.Running) with
    {
        State = RunState.Failed,
        EndTime = now,
        Error = error,
    };

    /// <summary>Ends a queued or running run; one that has already ended stays as it is.</summary>
    public Run Cancel(DateTimeOffset now) => HasEnded ? this : this with { State = RunState.Cancelled, EndTime = now };

    private Run Succeed(DateTimeOffset now) => From(RunState.Running) with
    {
        State = RunState.Succeeded,
        EndTime = now,
        Progress = Progress is null ? null : Progress with { Fraction = 1, TimeLeft = TimeSpan.Zero },
    };

    private Run From(RunState expected) =>
        State == expected ? this : throw new InvalidOperationException($"Run {Id} is {State}, not {expected}.");
}
