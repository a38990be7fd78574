using Digits.Learning.LabelChecks;
using Digits.Training.Datasets;
using Digits.Training.Runs;
using Digits.Training.Storage;
using Microsoft.EntityFrameworkCore;

namespace Digits.Training.LabelChecks;

/// <summary>Keeps what label checks found. It is there as soon as the run has succeeded, and goes with the run.</summary>
internal sealed class SuspectStore(TrainingDatabase database, RunStore runs, ChangeSignals signals, TimeProvider time)
{
    /// <summary>Suspects that are kept of one check; nobody looks through more by hand.</summary>
    public const int MaxKept = 10_000;

    /// <summary>Ends a run with what it found, both or neither.</summary>
    public async Task SucceedAsync(Run run, NumberedImages samples, LabelCheckResult result, CancellationToken cancellationToken)
    {
        var outcome = CheckOutcome.From(samples.Images.Count, result, run.Labels);
        await database.WriteAsync(
            async db =>
            {
                var ordinal = await db.Runs.Where(row => row.Id == run.Id).Select(row => row.Ordinal).SingleAsync(cancellationToken);
                db.SuspectLabels.AddRange(result.Suspects.Take(MaxKept).Select((suspect, index) => new SuspectLabelRow
                {
                    RunOrdinal = ordinal,
                    Rank = index + 1,
                    Number = samples.Numbers[suspect.Index],
                    Part = (int)samples.PartOf(suspect.Index),
                    Label = run.Labels[suspect.Label],
                    SuggestedLabel = run.Labels[suspect.Suggested],
                    LabelProbability = suspect.LabelProbability,
                    SuggestedProbability = suspect.SuggestedProbability,
                    Score = suspect.Score,
                }));
                await runs.ChangeAsync(db, run.Id, current => current.Succeed(outcome, time.GetUtcNow()), cancellationToken);
                return true;
            },
            cancellationToken);
        signals.Raise(run.Id);
    }

    /// <summary>Suspects of a run by rank, the most suspect first, and how many are kept in all.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="first">The rank to begin with, from 1.</param>
    /// <param name="count">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<(List<SuspectLabelRow> Suspects, int Total)> ListAsync(
        string runId, long first, int count, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var rows = from suspect in db.SuspectLabels
                           join run in db.Runs on suspect.RunOrdinal equals run.Ordinal
                           where run.Id == runId
                           select suspect;
                var page = await rows.Where(row => row.Rank >= first).OrderBy(row => row.Rank).Take(count).ToListAsync(cancellationToken);
                return (page, await rows.CountAsync(cancellationToken));
            },
            cancellationToken);
}
