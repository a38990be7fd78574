using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Storage;

namespace Digits.Training.Storage;

/// <summary>The folder of everything that this service keeps, for this process alone, with some space held back for a full disk.</summary>
internal sealed class ModelVolume(string path) : IDisposable
{
    /// <summary>What the volume is called in messages.</summary>
    public const string Name = "model volume";

    private const string LockFile = "training.lock";
    private const string ReserveFile = "training.reserve";

    /// <summary>More than the journal of any single deletion.</summary>
    private const int ReserveSize = 8 << 20;

    private FileStream? _lock;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The space that is held back for writes that must not fail.</summary>
    public DiskReserve Reserve { get; } = new(System.IO.Path.Combine(path, ReserveFile), ReserveSize);

    /// <summary>Creates the folder and makes it this process's own: two processes would each take the other's runs for interrupted ones.</summary>
    /// <exception cref="FatalException">The folder cannot be written to, or another process has it.</exception>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(path);
            _lock = new FileStream(
                System.IO.Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (StorageFaults.Find(exception) is { } fault)
        {
            throw Fatal(fault, exception);
        }
        catch (IOException exception)
        {
            throw new FatalException($"Another Training service already uses the model volume {path}. Stop it or give this one a volume of its own.", exception);
        }
    }

    /// <summary>The end of a service that cannot start on its volume.</summary>
    public FatalException Fatal(StorageFault fault, Exception cause) => new(StorageFaults.Describe(fault, $"{Name} {path}"), cause);

    public void Dispose() => _lock?.Dispose();
}
