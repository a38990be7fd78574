using System.Formats.Tar;
using System.IO.Hashing;
using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using SharpCompress.Common;
using SharpCompress.Writers.SevenZip;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Archives other than ZIP, made in memory.</summary>
internal static class TarBytes
{
    public static byte[] Of(params (string Name, byte[] Bytes)[] entries) => Of(TarEntryFormat.Pax, entries);

    public static byte[] Of(TarEntryFormat format, params (string Name, byte[] Bytes)[] entries)
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, format, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                writer.WriteEntry(Entry(format, name, content));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>An archive of one link, which claims to lead to a file.</summary>
    public static byte[] WithLink(string name, string target, params (string Name, byte[] Bytes)[] entries)
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target });
            writer.WriteEntry(new UstarTarEntry(TarEntryType.HardLink, $"{name}-hard") { LinkName = target });
            writer.WriteEntry(new UstarTarEntry(TarEntryType.CharacterDevice, $"{name}-device"));
            writer.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "empty/"));
            foreach (var (entry, content) in entries)
            {
                writer.WriteEntry(Entry(TarEntryFormat.Ustar, entry, content));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Changes the header of the first entry and makes its checksum right again.</summary>
    public static byte[] Patch(byte[] tar, int offset, byte[] value)
    {
        var patched = (byte[])tar.Clone();
        value.CopyTo(patched, offset);
        SetChecksum(patched.AsSpan(0, 512));
        return patched;
    }

    public static byte[] Bzip2(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var stream = new BZip2OutputStream(packed) { IsStreamOwner = false })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A 7z archive.</summary>
    public static byte[] SevenZip(params (string Name, byte[] Bytes)[] entries) => SevenZip(CompressionType.LZMA2, true, entries);

    public static byte[] SevenZip(CompressionType type, bool packHeader, params (string Name, byte[] Bytes)[] entries)
    {
        var bytes = new MemoryStream();
        using (var writer = new SevenZipWriter(bytes, new SevenZipWriterOptions(type) { CompressHeader = packHeader }))
        {
            foreach (var (name, content) in entries)
            {
                writer.Write(name, new MemoryStream(content), null);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A spoiled archive whose checksums are right again: of a 7z archive's header, or of a tar archive's headers.</summary>
    public static byte[] WithRightChecksums(byte[] archive)
    {
        if (archive is [(byte)'7', (byte)'z', ..] && archive.Length > 32)
        {
            var (offset, size) = (BitConverter.ToInt64(archive, 12), BitConverter.ToInt64(archive, 20));
            if (offset >= 0 && size >= 0 && offset < archive.Length - 32 && size <= archive.Length - 32 - offset)
            {
                BitConverter.GetBytes(Crc32.HashToUInt32(archive.AsSpan(32 + (int)offset, (int)size))).CopyTo(archive, 28);
            }

            BitConverter.GetBytes(Crc32.HashToUInt32(archive.AsSpan(12, 20))).CopyTo(archive, 8);
            return archive;
        }

        for (var at = 0; at + 512 <= archive.Length; at += 512)
        {
            var header = archive.AsSpan(at, 512);
            if (header[257..].StartsWith("ustar"u8))
            {
                SetChecksum(header);
            }
        }

        return archive;
    }

    private static void SetChecksum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var one in header)
        {
            sum += one;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static TarEntry Entry(TarEntryFormat format, string name, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
            _ => new V7TarEntry(TarEntryType.V7RegularFile, name),
        };
        entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
