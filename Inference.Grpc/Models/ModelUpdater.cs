using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Inference.Models;

/// <summary>
/// Brings the shelf up to what Training's registry says: of each model the newest version that can be loaded. What answers already
/// stays until its successor is ready.
/// </summary>
internal sealed class ModelUpdater(ModelShelf shelf, ModelDownloader downloader, ILogger<ModelUpdater> logger)
{
    private volatile bool _hasFinished;

    /// <summary>Whether everything that a state of the registry named has been loaded, or found to be unusable, at least once.</summary>
    public bool HasFinished => _hasFinished;

    /// <returns>False if a version could not be loaded now and should be tried again later.</returns>
    public async Task<bool> UpdateAsync(IReadOnlyCollection<RegisteredModel> registry, CancellationToken cancellationToken)
    {
        RemoveAllBut(registry);
        var complete = true;
        foreach (var model in registry)
        {
            complete &= await UpdateAsync(model, cancellationToken);
        }

        if (!_hasFinished)
        {
            _hasFinished = true;
            Log.ReadyForCalls(logger);
        }

        return complete;
    }

    private void RemoveAllBut(IReadOnlyCollection<RegisteredModel> registry)
    {
        var kept = registry.Where(model => model.Versions.Count > 0).Select(model => model.Model).ToHashSet(StringComparer.Ordinal);
        foreach (var served in shelf.All.Where(served => !kept.Contains(served.Name)))
        {
            shelf.Remove(served.Name);
            Log.ModelRemoved(logger, served.Name);
        }
    }

    private async Task<bool> UpdateAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        var complete = true;
        var served = shelf.Find(model.Model);
        foreach (var version in model.Versions.OrderByDescending(version => version.Version))
        {
            if (served?.Version == version.Version && served.Sha256 == version.Sha256)
            {
                return complete;
            }

            if (await TryLoadAsync(version, cancellationToken))
            {
                return complete;
            }

            complete = false;
        }

        return complete;
    }

    private async Task<bool> TryLoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            shelf.Put(await downloader.LoadAsync(version, cancellationToken));
            Log.ModelLoaded(logger, version.Model, version.Version);
            return true;
        }
        catch (ModelUnusableException exception)
        {
            Log.ModelUnusable(logger, version.Model, version.Version, exception.Message);
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Log.DownloadFailed(logger, version.Model, version.Version, exception.Status.Detail);
        }

        return false;
    }
}
