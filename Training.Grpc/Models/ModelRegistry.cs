using System.Collections.Concurrent;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.ServiceDefaults.Storage;
using Digits.Training.Runs;
using Digits.Training.Storage;
using Microsoft.EntityFrameworkCore;

namespace Digits.Training.Models;

/// <summary>The registered model versions: rows in the database, bytes in the model folder. A version never changes.</summary>
internal sealed class ModelRegistry(
    TrainingDatabase database, ModelFolder folder, ChangeSignals signals, TimeProvider time, ILogger<ModelRegistry> logger) : IDisposable
{
    private readonly SemaphoreSlim _registering = new(1, 1);
    private readonly ConcurrentDictionary<(string Model, int Version), bool> _damaged = new();

    /// <summary>Writes the model as the next version and registers it.</summary>
    /// <param name="header">The header; its version is filled in here.</param>
    /// <param name="model">The network or networks.</param>
    /// <param name="runId">The run that trained it; empty when it was imported.</param>
    /// <param name="alongside">Saved in the same transaction: both happen or neither.</param>
    /// <param name="cancellationToken">Gives up; nothing is registered then.</param>
    public async Task<ModelVersion> RegisterAsync(
        ModelHeader header,
        Committee model,
        string runId,
        Func<TrainingContext, ModelVersion, Task> alongside,
        CancellationToken cancellationToken)
    {
        await _registering.WaitAsync(cancellationToken);
        try
        {
            var numbered = header with { Version = await NextVersionAsync(header.Model, cancellationToken) };
            var (sha256, sizeBytes) = await folder.WriteAsync(numbered, model, cancellationToken);
            var version = ModelRows.NewVersion(numbered, model.Members.Count, runId, sha256, sizeBytes) with { CreateTime = time.GetUtcNow() };
            try
            {
                await database.WriteAsync(
                    async db =>
                    {
                        db.ModelVersions.Add(ModelRows.ToRow(version));
                        await alongside(db, version);
                        return true;
                    },
                    cancellationToken);
            }
            catch
            {
                folder.Delete(version.Model, version.Version);
                throw;
            }

            signals.Raise(ChangeSignals.Models);
            return version;
        }
        finally
        {
            _registering.Release();
        }
    }

    /// <summary>Every version that can be served, by model name and then newest first.</summary>
    public async Task<List<ModelVersion>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            db => db.ModelVersions.Where(row => row.DeleteTime == null).OrderBy(row => row.Model).ThenByDescending(row => row.Version)
                .ToListAsync(cancellationToken),
            cancellationToken);
        return [.. rows.Select(ModelRows.FromRow).Where(IsServed)];
    }

    /// <summary>A page of the same list.</summary>
    /// <param name="after">The last version of the page before; null for the first page.</param>
    /// <param name="count">At most this many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<ModelVersion>> ListAsync((string Model, int Version)? after, int count, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            db =>
            {
                var alive = db.ModelVersions.Where(row => row.DeleteTime == null);
                if (after is { } last)
                {
                    alive = alive.Where(row =>
                        string.Compare(row.Model, last.Model) > 0 || (row.Model == last.Model && row.Version < last.Version));
                }

                // Damaged versions are few; as many more are read as may have to be left out.
                return alive.OrderBy(row => row.Model).ThenByDescending(row => row.Version).Take(count + _damaged.Count)
                    .ToListAsync(cancellationToken);
            },
            cancellationToken);
        return [.. rows.Select(ModelRows.FromRow).Where(IsServed).Take(count)];
    }

    /// <summary>One version that can be served; null when there is none.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="version">The version, or 0 for the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ModelVersion?> FindAsync(string model, int version, CancellationToken cancellationToken)
    {
        if (!RunPlanner.ModelName.IsMatch(model))
        {
            return null;
        }

        var rows = await database.ReadAsync(
            db => db.ModelVersions.Where(row => row.Model == model && row.DeleteTime == null && (version == 0 || row.Version == version))
                .OrderByDescending(row => row.Version).Take(1 + _damaged.Count).ToListAsync(cancellationToken),
            cancellationToken);
        return rows.Select(ModelRows.FromRow).FirstOrDefault(IsServed);
    }

    /// <summary>Opens a version that <see cref="FindAsync"/> found, as a file of some format; null when its file is lost or damaged.</summary>
    public FileStream? TryOpen(ModelVersion version, ModelFormat format)
    {
        try
        {
            return format.Write is { } write
                ? folder.Export(version.Model, version.Version, write)
                : folder.Open(version.Model, version.Version);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ModelFormatException
            && StorageFaults.Find(exception) is not StorageFault.Full)
        {
            Log.ModelDamaged(logger, version.Model, version.Version);
            return null;
        }
    }

    /// <summary>Deletes a version, damaged or not. Its number stays taken.</summary>
    /// <returns>False when there is no such version.</returns>
    public async Task<bool> DeleteAsync(string model, int version, CancellationToken cancellationToken)
    {
        if (!RunPlanner.ModelName.IsMatch(model))
        {
            return false;
        }

        var isDeleted = await database.WriteOnFullDiskAsync(
            async db =>
            {
                var row = await db.ModelVersions.SingleOrDefaultAsync(
                    row => row.Model == model && row.Version == version && row.DeleteTime == null, cancellationToken);
                if (row is not null)
                {
                    row.DeleteTime = time.GetUtcNow();
                }

                return row is not null;
            },
            cancellationToken);
        if (isDeleted)
        {
            folder.Delete(model, version);
            signals.Raise(ChangeSignals.Models);
        }

        return isDeleted;
    }

    /// <summary>Cleans up after a crash and finds versions whose file is missing or damaged; those are not served.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var leftovers = folder.DeleteTemporaryFiles();
        if (leftovers > 0)
        {
            Log.LeftoversDeleted(logger, leftovers);
        }

        var rows = await database.ReadAsync(db => db.ModelVersions.ToListAsync(cancellationToken), cancellationToken);
        foreach (var row in rows)
        {
            if (row.DeleteTime is not null)
            {
                folder.Delete(row.Model, row.Version);
            }
            else if (!await folder.IsWholeAsync(ModelRows.FromRow(row), cancellationToken))
            {
                _damaged[(row.Model, row.Version)] = true;
                Log.ModelDamaged(logger, row.Model, row.Version);
            }
        }
    }

    public void Dispose() => _registering.Dispose();

    private bool IsServed(ModelVersion version) => !_damaged.ContainsKey((version.Model, version.Version));

    /// <summary>Deleted versions keep their numbers, and so does a file that no row knows of: it is somebody's model.</summary>
    private async Task<int> NextVersionAsync(string model, CancellationToken cancellationToken)
    {
        var newest = await database.ReadAsync(
            db => db.ModelVersions.Where(row => row.Model == model).MaxAsync(row => (int?)row.Version, cancellationToken),
            cancellationToken);
        var next = (newest ?? 0) + 1;
        while (folder.Exists(model, next))
        {
            Log.UnknownModelFile(logger, model, next);
            next++;
        }

        return next;
    }
}
