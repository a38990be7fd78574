using System.Buffers.Binary;
using Digits.Learning.Data;
using Digits.Processing.V1;
using Grpc.Core;
using Microsoft.Win32.SafeHandles;

namespace Digits.Processing.Storage;

/// <summary>Reads samples of one part from any position. An open reader goes on working when its version is deleted.</summary>
internal sealed class PartReader : IDisposable
{
    private readonly StoredVersion _version;
    private readonly ILogger _logger;
    private readonly SafeFileHandle _pixels;
    private readonly SafeFileHandle _classes;

    /// <summary>Opens the files of a part.</summary>
    /// <exception cref="RpcException">DATA_LOSS: a file has not the size that the catalogue says.</exception>
    /// <exception cref="IOException">A file is missing.</exception>
    public PartReader(string folder, StoredVersion version, Part part, ILogger logger)
    {
        _version = version;
        _logger = logger;
        Stored = version[part];
        Shape = version.Shape;
        _pixels = Open(PartFiles.Pixels(folder, part));
        try
        {
            _classes = Open(PartFiles.Classes(folder, part));
        }
        catch
        {
            _pixels.Dispose();
            throw;
        }

        if (RandomAccess.GetLength(_pixels) != (long)Stored.Count * Shape.Size
            || RandomAccess.GetLength(_classes) != (long)Stored.Count * PartFiles.ClassSize)
        {
            Dispose();
            throw Damaged("A file has not the size that the catalogue says.");
        }
    }

    public StoredPart Stored { get; }

    public ImageShape Shape { get; }

    /// <summary>Reads whole images, as many as fit, from an index on.</summary>
    public void ReadPixels(int index, Span<byte> pixels) => ReadExactly(_pixels, pixels, (long)index * Shape.Size);

    /// <summary>Reads classes as they are stored, as many as fit, from an index on.</summary>
    public void ReadClasses(int index, Span<byte> classes) => ReadExactly(_classes, classes, (long)index * PartFiles.ClassSize);

    public static int ClassAt(ReadOnlySpan<byte> classes, int index) =>
        BinaryPrimitives.ReadUInt16LittleEndian(classes[(index * PartFiles.ClassSize)..]);

    /// <summary>Reports damage, for the log and for the caller.</summary>
    public RpcException Damaged(string finding)
    {
        Log.VersionDamaged(_logger, _version.Name, _version.Version, finding);
        return Errors.DatasetDamaged(_version);
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _classes.Dispose();
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var got = RandomAccess.Read(file, bytes, offset);
            if (got == 0)
            {
                throw Damaged("A file has become shorter while it was read.");
            }

            bytes = bytes[got..];
            offset += got;
        }
    }
}
