using System.IO.Hashing;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Storage;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Common;

namespace Digits.Datasets.Formats.Archives;

/// <summary>
/// Puts the entries of an archive that can only be read from its beginning, tar or 7z, into a ZIP archive without packing, once. All that
/// reads archives then finds any entry at once, and every bound and check of ZIP archives holds for the others, too.
/// </summary>
/// <param name="folder">Where the ZIP archive is put.</param>
/// <param name="limits">How much there may be.</param>
/// <param name="budget">What unpacking is counted in.</param>
/// <param name="findings">Takes the names of links and devices, which are passed over.</param>
internal sealed class Repacking(WorkFolder folder, ImportOptions limits, UnpackBudget budget, ImportFindings findings)
{
    private const int BufferSize = 1 << 16;
    private const int MaxNameSize = ushort.MaxValue;

    /// <summary>Repacks a tar archive.</summary>
    /// <returns>Where the ZIP archive lies.</returns>
    /// <exception cref="RefusalException">The archive is damaged, or holds too much.</exception>
    public string OfTar(DataFile file, CancellationToken cancellationToken)
    {
        using var stream = file.Open();
        var tar = new TarReader(stream, file.Name);
        return Write(file.Name, Entries(), cancellationToken);

        // The budget counts what is unpacked around the tar archive; the archive itself is as large as its entries.
        IEnumerable<Entry> Entries()
        {
            while (tar.Next() is { } entry)
            {
                if (entry.IsFile)
                {
                    yield return new Entry(entry.Name, entry.IsUtf8, tar.Read);
                }
                else
                {
                    PassOver(file, entry);
                    yield return default;
                }
            }

            if (!tar.IsMarked)
            {
                findings.Assume("", "", $"The archive {file.Name} has no mark at its end; where it was cut short, entries are missing.");
            }
        }
    }

    /// <summary>Repacks a 7z archive.</summary>
    /// <returns>Where the ZIP archive lies.</returns>
    /// <exception cref="RefusalException">The archive is damaged, encrypted or packed in an unknown way, or holds too much.</exception>
    public string OfSevenZip(UploadedFile file, CancellationToken cancellationToken)
    {
        using var stream = file.Open();
        var count = new SevenZipHeader(file.Name, limits.MaxArchiveEntries).Check(stream);
        stream.Position = 0;
        return Write(file.Name, count == 0 ? [] : SevenZipEntries(file.Name, stream), cancellationToken);
    }

    // The library's exceptions become refusals one call at a time: what the ZIP archive's disk throws must stay what it is.
    private IEnumerable<Entry> SevenZipEntries(string name, Stream stream)
    {
        using var archive = Guard(name, () => SevenZipArchive.OpenArchive(stream));
        using var reader = Guard(name, archive.ExtractAllEntries);
        while (Guard(name, reader.MoveToNextEntry))
        {
            var entry = reader.Entry;
            if (entry.IsDirectory)
            {
                yield return default;
                continue;
            }

            var content = Guard(name, reader.OpenEntryStream);
            var (crc, at, isRead) = (new Crc32(), 0L, false);
            try
            {
                yield return new Entry(Encoding.UTF8.GetBytes(entry.Key ?? ""), true, buffer =>
                {
                    var got = Guard(name, content, buffer);
                    budget.Spend(got, name);
                    crc.Append(buffer[..got]);
                    at += got;
                    return got > 0 || (at == entry.Size && (entry.Crc == 0 || (uint)entry.Crc == crc.GetCurrentHashAsUInt32())) ? got
                        : throw Errors.ArchiveDamaged(name, $"{EntryName.Show(entry.Key ?? "")} in it has the wrong size or checksum");
                });
                isRead = true;
            }
            finally
            {
                // A stream that is closed early unpacks the rest of its entry, which may be damaged or endless.
                if (!isRead)
                {
                    reader.Cancel();
                }

                content.Dispose();
            }
        }
    }

    private string Write(string name, IEnumerable<Entry> entries, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Path, $"repacked-{Guid.NewGuid():N}");
        using var output = new MemoryStream();
        using var zip = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        using var directory = new FileStream(
            $"{path}-directory", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
        using var writer = new ZipWriter(output, directory);
        var (buffer, count) = (new byte[BufferSize], 0L);
        foreach (var entry in entries)
        {
            if (++count > limits.MaxArchiveEntries)
            {
                throw Errors.ArchiveTooManyEntries(name, count, limits.MaxArchiveEntries);
            }

            if (entry.Read is not null)
            {
                writer.BeginStored(entry.Name.Length <= MaxNameSize ? entry.Name : entry.Name[..MaxNameSize], entry.IsUtf8);
                for (int got; (got = entry.Read(buffer)) > 0;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    writer.Write(buffer.AsSpan(0, got));
                    Empty();
                }

                writer.End();
                Empty();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        while (writer.Finish())
        {
            Empty();
        }

        Empty();
        return path;

        void Empty()
        {
            zip.Write(output.GetBuffer(), 0, (int)output.Length);
            writer.Empty();
        }
    }

    private void PassOver(DataFile file, TarEntry entry)
    {
        if (!entry.IsFolder)
        {
            findings.PassOver($"{file.Name}: {EntryName.Show(EntryName.Decode(entry.Name, Encoding.UTF8))}", $"It is {entry.Describe()}.");
        }
    }

    private static int Guard(string name, Stream content, Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (Exception fault) when (Damage.IsOfLibrary(fault))
        {
            throw Damaged(name, fault);
        }
    }

    private static T Guard<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception fault) when (Damage.IsOfLibrary(fault))
        {
            throw Damaged(name, fault);
        }
    }

    private static RefusalException Damaged(string name, Exception fault) => fault switch
    {
        CryptographicException => Errors.ArchiveEncrypted(name),
        NotSupportedException => Errors.ArchiveDamaged(name, "it is packed in a way that is unknown or damaged; pack it with LZMA or as ZIP"),
        _ => Errors.ArchiveDamaged(name, "its packing cannot be undone"),
    };

    private delegate int ReadBytes(Span<byte> buffer);

    /// <summary>An entry on its way; without a content where it only counts, as folders do.</summary>
    private readonly record struct Entry(byte[] Name, bool IsUtf8, ReadBytes? Read);
}
