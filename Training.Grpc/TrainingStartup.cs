using Digits.ServiceDefaults.Settings;
using Digits.Training.Models;
using Digits.Training.Runs;
using Digits.Training.Storage;

namespace Digits.Training;

/// <summary>Puts the stored state in order before the first call and the first run: tables, leftovers, runs that were cut off.</summary>
internal sealed class TrainingStartup(
    DigitsConfig config, TrainingDatabase database, ModelRegistry models, RunExecutor executor) : IHostedService, IDisposable
{
    private const string LockFile = "training.lock";

    private FileStream? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(config.ModelVolume);
        _lock = Lock(config.ModelVolume);
        await database.PrepareAsync(cancellationToken);
        await models.RecoverAsync(cancellationToken);
        await executor.RecoverAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();

    /// <summary>Two processes on one folder would each take the other's runs for interrupted ones.</summary>
    private static FileStream Lock(string volume)
    {
        try
        {
            return new FileStream(Path.Combine(volume, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"Another Training service already uses the model volume {volume}.", exception);
        }
    }
}
