using System.Security.Cryptography;
using Digits.ServiceDefaults.Configuration;
using Digits.ServiceDefaults.Storage;

namespace Digits.Processing.Storage;

/// <summary>
/// A file that takes up some space on the data volume, given up when the disk is full so that what frees space still works: a removal writes
/// to the catalogue's journal before it takes anything away.
/// </summary>
internal sealed class StorageReserve(DigitsConfig config, ILogger<StorageReserve> logger)
{
    private const int Blocks = 64;
    private const int BlockBytes = 64 << 10;

    private readonly string _file = Path.Combine(config.DataVolume, "reserve");

    /// <summary>Does what must work on a full disk, with the space of the reserve where there is no other.</summary>
    /// <param name="action">May be done twice; must undo what it did by halves.</param>
    public async Task UseAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception fault) when (StorageFaults.Find(fault) == StorageFault.Full && File.Exists(_file))
        {
            Log.ReserveUsed(logger);
            File.Delete(_file);
            await action();
        }
    }

    /// <summary>Takes the space, unless it is taken or there is too little of it.</summary>
    public void Restore()
    {
        if (File.Exists(_file))
        {
            return;
        }

        try
        {
            using var file = new FileStream(_file, FileMode.CreateNew, FileAccess.Write);

            // Some file systems keep zeros without taking space for them.
            var block = RandomNumberGenerator.GetBytes(BlockBytes);
            for (var i = 0; i < Blocks; i++)
            {
                file.Write(block);
            }

            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (StorageFaults.Find(fault) is not null)
        {
            // A reserve of the last bytes would only be in the way of others.
            File.Delete(_file);
        }
    }
}
