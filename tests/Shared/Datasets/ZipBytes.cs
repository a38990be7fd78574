using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Tests.Datasets;

/// <summary>Archives made in memory, and ways to spoil them.</summary>
internal static class ZipBytes
{
    private const uint LocalMagic = 0x04034B50;
    private const uint DirectoryMagic = 0x02014B50;

    public static byte[] Of(params (string Name, byte[] Bytes)[] entries) => Of(CompressionLevel.Fastest, entries);

    public static byte[] Of(CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Changes a field in the directory's header of every entry, and in the entry's own header where it has the field.</summary>
    /// <param name="zip">The archive.</param>
    /// <param name="offset">Where the field stands in a directory's header.</param>
    /// <param name="value">Its new value, 2 or 4 bytes.</param>
    /// <param name="both">Whether the entry's own header lies too.</param>
    public static byte[] Patch(byte[] zip, int offset, byte[] value, bool both = true)
    {
        var patched = (byte[])zip.Clone();
        for (var at = 0; at < patched.Length - 4; at++)
        {
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(patched.AsSpan(at));
            if (magic == DirectoryMagic)
            {
                value.CopyTo(patched, at + offset);
            }
            else if (magic == LocalMagic && both)
            {
                value.CopyTo(patched, at + offset - 2);
            }
        }

        return patched;
    }
}
