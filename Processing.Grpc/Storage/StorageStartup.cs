using Digits.ServiceDefaults.Settings;

namespace Digits.Processing.Storage;

/// <summary>
/// Takes the data volume for this process and puts it in order, before the first call is answered. Only one process may work on a volume:
/// it could not tell another's uploads from leftovers.
/// </summary>
internal sealed class StorageStartup(DigitsConfig config, DatasetLibrary library) : IHostedService, IDisposable
{
    private FileStream? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(config.DataVolume);
        try
        {
            var path = Path.Combine(config.DataVolume, "processing.lock");
            _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new InvalidOperationException(
                $"The data volume {config.DataVolume} cannot be taken: another Processing.Grpc may be using it.", taken);
        }

        await library.PrepareAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();
}
