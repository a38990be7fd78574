using Digits.Training.V1;

namespace Digits.Training.Runs;

/// <summary>A stretch of a run's event log.</summary>
/// <param name="Events">In order, without gaps.</param>
/// <param name="LastSequence">The number of the newest event, which need not be among these.</param>
/// <param name="HasEnded">True when no more events will follow the last.</param>
internal sealed record RunEvents(IReadOnlyList<WatchRunResponse> Events, int LastSequence, bool HasEnded);
