using Digits.ServiceDefaults.Storage;

namespace Digits.Datasets.Storage;

/// <summary>
/// The reserve of the data volume, given up when the disk is full so that what frees space still works: a removal writes to the catalogue's
/// journal before it takes anything away.
/// </summary>
internal sealed class StorageReserve(DatasetSettings settings, ILogger<StorageReserve> logger)
{
    private const int Bytes = 4 << 20;

    private readonly DiskReserve _reserve = new(Path.Combine(settings.DataVolume, "reserve"), Bytes);
    private readonly Lock _gate = new();

    /// <summary>Runs an action that must work on a full disk, with the space of the reserve where there is no other.</summary>
    /// <param name="action">May run twice; must undo its own changes when it fails.</param>
    public async Task UseAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception fault) when (StorageFaults.Find(fault) == StorageFault.Full && Release())
        {
            await action();
        }
    }

    /// <summary>Takes the space, unless it is taken or there is too little of it.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            _reserve.TryTake();
        }
    }

    private bool Release()
    {
        lock (_gate)
        {
            if (!_reserve.IsHeld)
            {
                return false;
            }

            _reserve.Release();
        }

        Log.ReserveUsed(logger);
        return true;
    }
}
