using Digits.Datasets.Storage;
using Digits.Datasets.Storage.Images;
using Digits.Learning.Data;

namespace Digits.Datasets.Editing;

/// <summary>
/// Images that an edit adds. They go behind those of the data set's last pack, as long as it is small, so that drawing one sample after
/// another does not leave a pack for each.
/// </summary>
internal sealed class NewImages : IDisposable
{
    private const long MaxPackBytes = 64L << 20;

    private readonly string _folder;
    private readonly StoredPack _pack;
    private readonly int _imageSize;
    private readonly List<UInt128> _hashes = [];
    private PackWriter? _writer;

    /// <param name="name">The data set.</param>
    /// <param name="folder">The folder of its packs.</param>
    /// <param name="last">Its last pack; null when it has none.</param>
    /// <param name="next">The number of its next sample.</param>
    /// <param name="shape">The shape of every image.</param>
    public NewImages(string name, string folder, StoredPack? last, int next, ImageShape shape)
    {
        _folder = folder;
        _imageSize = shape.Size;
        _pack = last is not null && last.First + last.Count == next && (long)last.Count * shape.Size < MaxPackBytes
            ? last
            : new StoredPack(name, next, 0);
        Next = next;
    }

    /// <summary>The number that the next image will have.</summary>
    public int Next { get; private set; }

    /// <summary>The pack with the images; null when there are none.</summary>
    public StoredPack? Pack => _hashes.Count == 0 ? null : _pack with { Count = _pack.Count + _hashes.Count };

    /// <summary>Takes an image.</summary>
    /// <returns>The number of its sample.</returns>
    public int Append(ReadOnlySpan<byte> image)
    {
        _writer ??= new PackWriter(Directory.CreateDirectory(_folder).FullName, _pack.First, _pack.Count, _imageSize);
        _hashes.Add(_writer.Append(image));
        return Next++;
    }

    /// <summary>The hash of an image that was added.</summary>
    public UInt128 HashOf(int number) => _hashes[number - (Next - _hashes.Count)];

    /// <summary>Whether a number belongs to an image that was added.</summary>
    public bool Has(int number) => number >= Next - _hashes.Count && number < Next;

    /// <summary>Brings the images to the disk itself.</summary>
    public void Flush() => _writer?.Flush();

    public void Dispose() => _writer?.Dispose();
}
