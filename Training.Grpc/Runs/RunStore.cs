using System.Collections.Concurrent;
using Digits.Training.Mapping;
using Digits.Training.Storage;
using Digits.Training.V1;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Digits.Training.Runs;

/// <summary>
/// Keeps runs and their event logs. A change and its event are saved together and only then signalled, so whatever a watcher was
/// sent is still there, under the same number, after any crash.
/// </summary>
internal sealed class RunStore(TrainingDatabase database, ChangeSignals signals, RunTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs that are kept in memory, and the longest document of one: at most some 30 MB.</summary>
    private const int MaxKept = 1000;
    private const int MaxKeptDocument = 1 << 14;

    /// <summary>Runs that have ended, by their ordinals; those never change and never come again.</summary>
    private readonly ConcurrentDictionary<long, Run> _ended = new();

    /// <summary>Queues a new run as the newest, unless <paramref name="queueCapacity"/> runs already wait.</summary>
    /// <returns>False when the queue is full.</returns>
    public async Task<bool> TryAddAsync(Run run, int queueCapacity, CancellationToken cancellationToken)
    {
        telemetry.Remember(run.Id);
        var isAdded = false;
        try
        {
            isAdded = await database.WriteAsync(
                async db =>
                {
                    if (await db.Runs.CountAsync(row => row.State == RunState.Queued, cancellationToken) >= queueCapacity)
                    {
                        return false;
                    }

                    var row = RunDocument.NewRow(run);
                    db.Runs.Add(row);
                    await db.SaveChangesAsync(cancellationToken);
                    AddEvent(db, row, run.CreateTime, new WatchRunResponse { Run = RunMapping.ToProto(run) });
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            if (!isAdded)
            {
                telemetry.Forget(run.Id);
            }
        }

        if (isAdded)
        {
            signals.Raise(ChangeSignals.Queue);
        }

        return isAdded;
    }

    public Task<bool> ExistsAsync(string id, CancellationToken cancellationToken) =>
        RunId.IsPossible(id)
            ? database.ReadAsync(db => db.Runs.AnyAsync(row => row.Id == id, cancellationToken), cancellationToken)
            : Task.FromResult(false);

    public Task<Run?> FindAsync(string id, CancellationToken cancellationToken) =>
        RunId.IsPossible(id)
            ? database.ReadAsync(
                async db =>
                    await db.Runs.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row ? RunDocument.Read(row) : null,
                cancellationToken)
            : Task.FromResult<Run?>(null);

    /// <summary>The runs in one state, longest waiting first.</summary>
    public Task<List<Run>> ListAsync(RunState state, int count, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var rows = await db.Runs.Where(row => row.State == state).OrderBy(row => row.Ordinal).Take(count)
                    .ToListAsync(cancellationToken);
                return rows.ConvertAll(RunDocument.Read);
            },
            cancellationToken);

    /// <summary>Runs with their ordinals, newest first.</summary>
    /// <param name="before">Only runs with a smaller ordinal.</param>
    /// <param name="dataset">Only runs on this data set; empty for all.</param>
    /// <param name="count">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<(long Ordinal, Run Run)>> ListAsync(long before, string dataset, int count, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var rows = db.Runs.Where(row => row.Ordinal < before);
                rows = dataset.Length > 0 ? rows.Where(row => row.Dataset == dataset) : rows;
                var page = await rows.OrderByDescending(row => row.Ordinal).Take(count).ToListAsync(cancellationToken);
                return page.ConvertAll(row => (row.Ordinal, Read(row)));
            },
            cancellationToken);

    /// <summary>Moves a run on. A change of state becomes an event.</summary>
    /// <returns>The run after the change; null when there is no such run.</returns>
    public async Task<Run?> ChangeAsync(string id, Func<Run, Run> change, CancellationToken cancellationToken)
    {
        if (!RunId.IsPossible(id))
        {
            return null;
        }

        var run = await database.WriteAsync(db => ChangeAsync(db, id, change, cancellationToken), cancellationToken);
        signals.Raise(id);
        return run;
    }

    /// <summary>Ends a run, also on a full disk.</summary>
    /// <inheritdoc cref="ChangeAsync(string, Func{Run, Run}, CancellationToken)"/>
    public async Task<Run?> EndAsync(string id, Func<Run, Run> change, CancellationToken cancellationToken)
    {
        if (!RunId.IsPossible(id))
        {
            return null;
        }

        var run = await database.WriteOnFullDiskAsync(db => ChangeAsync(db, id, change, cancellationToken), cancellationToken);
        signals.Raise(id);
        return run;
    }

    /// <summary>The same inside a transaction of the caller's, who raises the run's signal after it.</summary>
    public async Task<Run?> ChangeAsync(TrainingContext db, string id, Func<Run, Run> change, CancellationToken cancellationToken)
    {
        if (await db.Runs.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
        {
            return null;
        }

        var before = RunDocument.Read(row);
        var after = change(before);
        if (after.State != before.State)
        {
            RunDocument.Write(row, after);
            AddEvent(db, row, time.GetUtcNow(), new WatchRunResponse { Run = RunMapping.ToProto(after) });

            // A run that ends in the queue never begins.
            if (after.State != RunState.Running)
            {
                telemetry.Forget(id);
            }
        }

        return after;
    }

    /// <summary>Appends what training had to say to the run and its log.</summary>
    public async Task ReportAsync(string id, IReadOnlyList<RunReport> reports, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async db =>
            {
                var row = await db.Runs.SingleAsync(row => row.Id == id, cancellationToken);
                var epochs = reports.Where(report => report.Epoch is not null).Select(report => report.Epoch!).ToList();
                if (epochs.Count > 0)
                {
                    var run = RunDocument.Read(row);
                    RunDocument.Write(row, run with { Epochs = [.. run.Epochs, .. epochs] });
                }

                if (reports.LastOrDefault(report => report.Progress is not null) is { Progress: { } progress })
                {
                    RunDocument.WriteProgress(row, progress);
                }

                foreach (var report in reports)
                {
                    AddEvent(db, row, report.Time, RunMapping.ToEvent(report));
                }

                return row.LastSequence;
            },
            cancellationToken);
        signals.Raise(id);
    }

    /// <summary>Deletes a run and its log, provided that it has ended.</summary>
    /// <returns>The run as it was, deleted if it had ended; null when there is no such run.</returns>
    public async Task<Run?> DeleteEndedAsync(string id, CancellationToken cancellationToken) =>
        !RunId.IsPossible(id) ? null : await database.WriteOnFullDiskAsync(
            async db =>
            {
                var row = await db.Runs.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
                var run = row is null ? null : RunDocument.Read(row);
                if (run is { HasEnded: true })
                {
                    db.Runs.Remove(row!);
                }

                return run;
            },
            cancellationToken);

    /// <summary>A stretch of the run's log; null when there is no such run.</summary>
    public Task<RunEvents?> ReadEventsAsync(string id, int afterSequence, int count, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async db =>
            {
                var run = await db.Runs.Where(row => row.Id == id).Select(row => new { row.Ordinal, row.State, row.LastSequence })
                    .SingleOrDefaultAsync(cancellationToken);
                if (run is null)
                {
                    return null;
                }

                var payloads = run.LastSequence <= afterSequence
                    ? []
                    : await db.RunEvents
                        .Where(row => row.RunOrdinal == run.Ordinal && row.Sequence > afterSequence && row.Sequence <= run.LastSequence)
                        .OrderBy(row => row.Sequence).Take(count).Select(row => row.Payload).ToListAsync(cancellationToken);
                var hasEnded = run.State is RunState.Succeeded or RunState.Failed or RunState.Cancelled;
                return new RunEvents(payloads.ConvertAll(WatchRunResponse.Parser.ParseFrom), run.LastSequence, hasEnded);
            },
            cancellationToken);

    // Lists are asked for again and again, and most of their time would go into reading the same JSON.
    private Run Read(RunRow row)
    {
        if (row.State is RunState.Queued or RunState.Running || row.Document.Length > MaxKeptDocument)
        {
            return RunDocument.Read(row);
        }

        if (!_ended.TryGetValue(row.Ordinal, out var run))
        {
            run = RunDocument.Read(row);
            if (_ended.Count >= MaxKept)
            {
                _ended.Clear();
            }

            _ended[row.Ordinal] = run;
        }

        return run;
    }

    private static void AddEvent(TrainingContext db, RunRow row, DateTimeOffset at, WatchRunResponse runEvent)
    {
        row.LastSequence++;
        runEvent.Sequence = row.LastSequence;
        runEvent.Time = at.ToProto();
        db.RunEvents.Add(new RunEventRow { RunOrdinal = row.Ordinal, Sequence = row.LastSequence, Payload = runEvent.ToByteArray() });
    }
}
