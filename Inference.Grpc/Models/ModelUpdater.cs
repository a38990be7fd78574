using System.Collections.Immutable;
using Digits.ServiceDefaults.Errors;
using Digits.Inference.Statistics;
using Digits.Training.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Inference.Models;

/// <summary>
/// Brings the shelf up to what Training's registry says: of each model the newest versions that can be loaded, and those that somebody
/// asked for. What answers already stays until its successor is ready.
/// </summary>
internal sealed class ModelUpdater(
    ModelShelf shelf,
    ModelDownloader downloader,
    ModelCache cache,
    ServingStatistics statistics,
    IOptions<ServingOptions> options,
    ILogger<ModelUpdater> logger) : IDisposable
{
    private const int MaxFaultLength = 300;

    private readonly FailedVersions _failures = new();

    // One at a time: updates from the registry and requests to load.
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<ModelVersion> _failedNow = [];
    private volatile IReadOnlyCollection<RegisteredModel> _registry = [];
    private ImmutableHashSet<string> _unloaded = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private ImmutableHashSet<(string Model, int Version)> _requested = [];
    private volatile bool _hasFinished;

    /// <summary>
    /// Whether every model of the registry is served, or has failed to load often enough that nothing should wait for it any longer.
    /// </summary>
    public bool HasFinished => _hasFinished;

    /// <summary>
    /// Records what the registry names before anything is loaded. Each state must be announced before its update; an update with an older
    /// state may still be under way.
    /// </summary>
    /// <param name="registry">The state.</param>
    /// <param name="isKnown">Whether it comes from Training and not from the local copies.</param>
    public void Announce(IReadOnlyCollection<RegisteredModel> registry, bool isKnown = true)
    {
        _registry = registry;
        var versions = registry.Where(model => model.Versions.Count > 0).ToDictionary(
            model => model.Model, IReadOnlyList<int> (model) => [.. model.Versions.Select(version => version.Version)], StringComparer.Ordinal);
        TellGone(shelf.Announce(versions, isKnown));
        ImmutableInterlocked.Update(ref _unloaded, unloaded => unloaded.Intersect(versions.Keys));
        foreach (var name in _unloaded)
        {
            shelf.SetMissing(name, MissingModel.Unloaded);
        }

        statistics.KeepOnly((model, version) => versions.GetValueOrDefault(model, []).Contains(version));
        Log.RegistryAnnounced(logger, registry.Count);
    }

    /// <summary>Serves the local copies of what was served before this process began, until Training answers.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (cache.ReadRegistry() is not { } registry)
            {
                return;
            }

            Announce(registry.Models, isKnown: false);
            var restored = 0;
            foreach (var version in registry.Models.SelectMany(Automatic))
            {
                restored += TryRestore(version) ? 1 : 0;
            }

            _hasFinished = restored > 0;
            Log.Restored(logger, restored);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>False if a version could not be loaded now and should be tried again later.</returns>
    public async Task<bool> UpdateAsync(IReadOnlyCollection<RegisteredModel> registry, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _failures.KeepOnly(registry);
            _failedNow.Clear();
            var (complete, settled) = (true, true);
            RegisteredModel[] models = [.. registry.Where(model => model.Versions.Count > 0 && !_unloaded.Contains(model.Model))];

            // First one version of each: nobody waits for older versions of one model before another model answers at all.
            foreach (var model in models)
            {
                var (modelComplete, modelSettled) = await LoadNewestAsync(model, cancellationToken);
                complete &= modelComplete;
                settled &= modelSettled;
            }

            if (settled && !_hasFinished)
            {
                _hasFinished = true;
                Log.RegistryRead(logger, shelf.Current.Served.Count, shelf.Current.Missing.Count);
            }

            foreach (var model in models)
            {
                complete &= await LoadOthersAsync(model, cancellationToken);
            }

            cache.Keep(new WatchModelsResponse { Models = { registry } }, [.. shelf.Current.Loaded]);
            return complete;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Loads a model that was unloaded or that failed, or one more version of a model; returns when it answers.</summary>
    /// <param name="name">The model.</param>
    /// <param name="number">The version; null for those that are loaded by themselves.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RpcException">There is no such model or version, or it cannot be loaded.</exception>
    public async Task LoadAsync(string name, int? number, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var model = _registry.FirstOrDefault(model => model.Model == name && model.Versions.Count > 0) ?? throw Errors.ModelNotServed(name, shelf.Current);
            var version = number is null ? null : model.Versions.FirstOrDefault(version => version.Version == number)
                ?? throw Errors.VersionNotServed(name, number.Value, shelf.Current);

            // Whoever asks has a reason to think that it works now.
            _failures.Forget(name);
            _failedNow.Clear();
            ImmutableInterlocked.Update(ref _unloaded, unloaded => unloaded.Remove(name));
            if (version is not null)
            {
                _requested = _requested.Add((name, version.Version));
            }

            shelf.SetMissing(name, MissingModel.Loading);
            await LoadNewestAsync(model, cancellationToken);
            await LoadOthersAsync(model, cancellationToken);
            if (shelf.Current.Find(name, number) is null)
            {
                _requested = version is null ? _requested : _requested.Remove((name, version.Version));
                throw version is not null && _failures.Find(version) is { } failure
                    ? Errors.VersionNotLoaded(name, version.Version, failure.Fault)
                    : Errors.ModelNotServed(name, shelf.Current);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes a model out of service until somebody asks for it to be loaded.</summary>
    /// <exception cref="RpcException">There is no such model.</exception>
    public async Task UnloadAsync(string name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!shelf.Current.Registered.ContainsKey(name))
            {
                throw Errors.ModelNotServed(name, shelf.Current);
            }

            ImmutableInterlocked.Update(ref _unloaded, unloaded => unloaded.Add(name));
            _requested = [.. _requested.Where(requested => requested.Model != name)];
            TellGone(shelf.Keep(name, _ => false, MissingModel.Unloaded));
            shelf.SetMissing(name, MissingModel.Unloaded);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Every version of the registry with its state.</summary>
    public IEnumerable<IndexedVersion> Index()
    {
        var (state, unloaded, requested) = (shelf.Current, _unloaded, _requested);
        return
            from model in _registry
            let automatic = Automatic(model).ToHashSet()
            from version in model.Versions
            let isWanted = automatic.Contains(version) || requested.Contains((version.Model, version.Version))
            select StateOf(version, state, unloaded.Contains(model.Model), isWanted);
    }

    public void Dispose() => _gate.Dispose();

    private IndexedVersion StateOf(ModelVersion version, ShelfState state, bool isUnloaded, bool isWanted)
    {
        var failure = _failures.Find(version);
        return state.Find(version.Model, version.Version) is not null ? new(version, VersionState.Ready, "")
            : isUnloaded ? new(version, VersionState.Unavailable, MissingModel.Unloaded.Fault!)
            : failure is { IsFinal: false } ? new(version, VersionState.Loading, failure.Fault)
            : failure is not null ? new(version, VersionState.Unavailable, failure.Fault)
            : isWanted ? new(version, VersionState.Loading, "")
            : new(version, VersionState.Unavailable, "only the newest versions are loaded by themselves");
    }

    /// <summary>The versions that are loaded by themselves, newest first; those that can never be loaded do not count.</summary>
    private IEnumerable<ModelVersion> Automatic(RegisteredModel model) => model.Versions
        .OrderByDescending(version => version.Version)
        .Where(version => _failures.Find(version) is not { IsFinal: true })
        .Take(options.Value.NewestVersions);

    /// <summary>Complete: no version is worth another attempt. Settled: nobody needs to wait for this model.</summary>
    private async Task<(bool Complete, bool Settled)> LoadNewestAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var (complete, settled) = (true, true);
        Failure? newest = null;
        foreach (var version in model.Versions.OrderByDescending(version => version.Version))
        {
            if (IsLoaded(version) || await TryLoadAsync(version, cancellationToken) is not { } failure)
            {
                return (complete, true);
            }

            _failedNow.Add(version);
            newest ??= failure;
            complete &= failure.IsFinal;
            settled &= failure.IsSettled;
        }

        shelf.SetMissing(model.Model, new MissingModel(newest?.Fault, IsFinal: complete));
        return (complete, settled);
    }

    /// <summary>Loads the other versions that are wanted, and takes away those that are not wanted any more.</summary>
    private async Task<bool> LoadOthersAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var (complete, automatic) = (true, 0);
        var wanted = new HashSet<int>();
        foreach (var version in model.Versions.OrderByDescending(version => version.Version))
        {
            if (automatic >= options.Value.NewestVersions && !_requested.Contains((model.Model, version.Version)))
            {
                continue;
            }

            if (_failedNow.Contains(version))
            {
                complete &= _failures.Find(version) is { IsFinal: true };
            }
            else if (IsLoaded(version) || await TryLoadAsync(version, cancellationToken) is not { } failure)
            {
                automatic++;
                wanted.Add(version.Version);
            }
            else
            {
                complete &= failure.IsFinal;
            }
        }

        if (wanted.Count > 0)
        {
            TellGone(shelf.Keep(model.Model, loaded => wanted.Contains(loaded.Version), MissingModel.Loading));
        }

        return complete;
    }

    private bool IsLoaded(ModelVersion version) => shelf.Current.Find(version.Model, version.Version)?.Sha256 == version.Sha256;

    private bool TryRestore(ModelVersion version)
    {
        try
        {
            return downloader.TryLoadCopy(version) is { } model && Put(model);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Once Training answers, the version is fetched and judged.
            Log.ModelFailed(logger, version.Model, version.Version, exception);
            return false;
        }
    }

    private bool Put(LoadedModel model)
    {
        if (!shelf.TryPut(model))
        {
            return false;
        }

        Log.ModelLoaded(logger, model.Name, model.Version);
        return true;
    }

    private void TellGone(IReadOnlyList<LoadedModel> gone)
    {
        foreach (var model in gone.GroupBy(model => model.Name))
        {
            foreach (var version in model)
            {
                Log.VersionRemoved(logger, version.Name, version.Version);
            }

            if (!shelf.Current.Served.ContainsKey(model.Key))
            {
                Log.ModelRemoved(logger, model.Key);
            }
        }
    }

    /// <returns>Why the version is not served; null if it is.</returns>
    private async Task<Failure?> TryLoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (_failures.Find(version) is { IsFinal: true } known)
        {
            return known;
        }

        try
        {
            var model = await downloader.LoadAsync(version, cancellationToken);
            _failures.Remove(version);
            Put(model);
            return null;
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fault = Shorten(exception.Status.Detail);
            Log.DownloadFailed(logger, version.Model, version.Version, exception.StatusCode, fault);
            return _failures.AddTransient(version, $"it could not be fetched from Training ({exception.StatusCode}: {fault.TrimEnd('.')})");
        }
        catch (ModelDamagedException exception)
        {
            Log.ModelUnusable(logger, version.Model, version.Version, exception.Message);
            return _failures.AddSuspect(version, exception.Message);
        }
        catch (ModelUnusableException exception)
        {
            Log.ModelUnusable(logger, version.Model, version.Version, Shorten(exception.Message));
            return _failures.AddFinal(version, Shorten(exception.Message));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A file that the reader fails on must not end the process that serves all other models.
            Log.ModelFailed(logger, version.Model, version.Version, exception);
            return _failures.AddSuspect(version, "reading it failed unexpectedly; Inference's log has the details");
        }
    }

    private static string Shorten(string fault) => CallerText.Shorten(fault.TrimEnd('.'), MaxFaultLength);
}

/// <summary>A version of the registry with its state here.</summary>
/// <param name="Version">The version.</param>
/// <param name="State">Whether it answers.</param>
/// <param name="Reason">Why it does not, as a clause without a full stop; empty when there is nothing to say.</param>
internal sealed record IndexedVersion(ModelVersion Version, VersionState State, string Reason);

/// <summary>Whether a version answers.</summary>
internal enum VersionState
{
    /// <summary>It does.</summary>
    Ready,

    /// <summary>It will, unless loading it fails.</summary>
    Loading,

    /// <summary>It does not, and nothing is under way to change that.</summary>
    Unavailable,
}
