using System.Security.Cryptography;

namespace Digits.ServiceDefaults.Storage;

/// <summary>
/// A file that holds some space of a volume, so that there is room on a full disk for the few writes that must not fail: deleting, and
/// recording how a run or an import ended. Not thread-safe.
/// </summary>
/// <param name="path">The file; its folder must exist.</param>
/// <param name="size">The space to hold, in bytes.</param>
public sealed class DiskReserve(string path, int size)
{
    private const int BlockSize = 1 << 16;

    /// <summary>Whether the space is held.</summary>
    public bool IsHeld => File.Exists(path) && new FileInfo(path).Length >= size;

    /// <summary>Takes the space, unless it is held already.</summary>
    /// <returns>False when the volume has less free space; then nothing is taken.</returns>
    public bool TryTake()
    {
        if (IsHeld)
        {
            return true;
        }

        try
        {
            // Random, since file systems that compress would give zeros no space.
            Span<byte> block = new byte[BlockSize];
            RandomNumberGenerator.Fill(block);
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (var held = 0; held < size; held += block.Length)
            {
                file.Write(block);
            }

            file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException exception) when (StorageFaults.Find(exception) == StorageFault.Full)
        {
            Release();
            return false;
        }
    }

    /// <summary>Gives the space to whoever writes next.</summary>
    public void Release() => File.Delete(path);
}
