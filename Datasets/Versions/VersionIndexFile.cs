using System.Security.Cryptography;

namespace Digits.Datasets.Versions;

/// <summary>
/// The file of a <see cref="VersionIndex"/>: three counts, then the numbers (32 bits) and the classes (16 bits) of train, validation and
/// test, all little-endian. The catalogue holds its SHA-256.
/// </summary>
internal static class VersionIndexFile
{
    /// <summary>Writes a file that is on the disk itself when this returns.</summary>
    /// <returns>The SHA-256 of the file, in lower-case hexadecimal.</returns>
    public static string Write(string path, VersionIndex index)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            index.Write(hashed);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>The SHA-256 that the file of an index has, in lower-case hexadecimal.</summary>
    public static string HashOf(VersionIndex index)
    {
        using var bytes = new MemoryStream();
        index.Write(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static VersionIndex Read(string path, string sha256)
    {
        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256
            ? VersionIndex.Read(bytes)
            : throw new InvalidDataException("The index does not have the hash that the catalogue says.");
    }
}
