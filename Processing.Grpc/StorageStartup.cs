using Digits.Datasets.Storage;
using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Settings;
using Digits.ServiceDefaults.Storage;

namespace Digits.Processing;

/// <summary>
/// Takes the data volume for this process and puts it in order, before the first call is answered. Only one process may work on a volume:
/// it could not tell another's uploads from leftovers.
/// </summary>
internal sealed class StorageStartup(DigitsConfig config, DatasetFolder folder, DatasetLibrary library, StorageReserve reserve)
    : IHostedService, IDisposable
{
    /// <summary>What the volume is called in messages.</summary>
    public const string VolumeName = "data volume";

    private FileStream? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(config.DataVolume);
            Directory.CreateDirectory(folder.Work);
            Directory.CreateDirectory(folder.Datasets);
            Lock();

            // What a removal needs is enough for a start, which on a full disk is what a removal needs first.
            await reserve.UseAsync(() => library.PrepareAsync(cancellationToken));
        }
        catch (Exception fault) when (StorageFaults.Find(fault) is { } cause)
        {
            throw new FatalException($"{config.DataVolume}: {StorageFaults.Describe(cause, VolumeName)}", fault);
        }
        catch (NewerLayoutException fault)
        {
            throw new FatalException($"{config.DataVolume}: {fault.Message}", fault);
        }

        reserve.Restore();
    }

    // Opening for writing distinguishes a read-only volume from one that another process uses.
    private void Lock()
    {
        var path = Path.Combine(config.DataVolume, "processing.lock");
        try
        {
            _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (StorageFaults.Find(taken) is null)
        {
            throw new FatalException(
                $"The data volume {config.DataVolume} cannot be taken: another Processing.Grpc may be using it. Stop that one first.", taken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();
}
