using Digits.ServiceDefaults.Errors;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Inference.Models;

/// <summary>
/// Brings the shelf up to what Training's registry says: of each model the newest version that can be loaded. What answers already
/// stays until its successor is ready.
/// </summary>
internal sealed class ModelUpdater(ModelShelf shelf, ModelDownloader downloader, ILogger<ModelUpdater> logger)
{
    private const int MaxFaultLength = 300;

    private readonly FailedVersions _failures = new();
    private volatile bool _hasFinished;

    /// <summary>
    /// Whether every model of the registry is served, or has failed to load often enough that nothing should wait for it any longer.
    /// </summary>
    public bool HasFinished => _hasFinished;

    /// <summary>
    /// Records the names in the registry before anything is loaded. Each state must be announced before its update; an update with an
    /// older state may still be under way.
    /// </summary>
    public void Announce(IReadOnlyCollection<RegisteredModel> registry)
    {
        foreach (var name in shelf.Announce([.. registry.Where(model => model.Versions.Count > 0).Select(model => model.Model)]))
        {
            Log.ModelRemoved(logger, name);
        }

        Log.RegistryAnnounced(logger, registry.Count);
    }

    /// <returns>False if a version could not be loaded now and should be tried again later.</returns>
    public async Task<bool> UpdateAsync(IReadOnlyCollection<RegisteredModel> registry, CancellationToken cancellationToken)
    {
        _failures.KeepOnly(registry);
        var (complete, settled) = (true, true);
        foreach (var model in registry.Where(model => model.Versions.Count > 0))
        {
            var (modelComplete, modelSettled) = await UpdateAsync(model, cancellationToken);
            complete &= modelComplete;
            settled &= modelSettled;
        }

        if (settled && !_hasFinished)
        {
            _hasFinished = true;
            Log.RegistryRead(logger, shelf.Current.Served.Count, shelf.Current.Missing.Count);
        }

        return complete;
    }

    /// <summary>Complete: no version is worth another attempt. Settled: nobody needs to wait for this model.</summary>
    private async Task<(bool Complete, bool Settled)> UpdateAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var served = shelf.Current.Served.GetValueOrDefault(model.Model);
        var (complete, settled) = (true, true);
        Failure? newest = null;
        foreach (var version in model.Versions.OrderByDescending(version => version.Version))
        {
            if (served?.Version == version.Version && served.Sha256 == version.Sha256)
            {
                return (complete, true);
            }

            if (await TryLoadAsync(version, cancellationToken) is not { } failure)
            {
                return (complete, true);
            }

            newest ??= failure;
            complete &= failure.IsFinal;
            settled &= failure.IsSettled;
        }

        shelf.SetMissing(model.Model, new MissingModel(newest?.Fault, IsFinal: complete));
        return (complete, settled);
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
            if (shelf.TryPut(model))
            {
                Log.ModelLoaded(logger, version.Model, version.Version);
            }

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
