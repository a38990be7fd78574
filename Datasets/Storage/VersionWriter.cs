using System.Runtime.InteropServices;
using Digits.Datasets.Storage.Images;
using Digits.Datasets.Versions;
using Digits.Learning.Data;

namespace Digits.Datasets.Storage;

/// <summary>
/// Takes the samples of a new version one by one. Images go to a pack on the disk as they come; only label, part and hash of each stay in
/// memory. Nothing is kept unless a commit takes it.
/// </summary>
internal sealed class VersionWriter : IDisposable
{
    private readonly WorkFolder? _folder;
    private readonly PackWriter? _pack;
    private readonly List<UInt128> _hashes = [];
    private readonly List<ushort> _classes = [];
    private readonly List<Part> _parts = [];

    /// <param name="name">The data set's name.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="folder">Where the images go, removed with the writer; null to keep none of them, for samples that are only counted.</param>
    public VersionWriter(string name, ImageShape shape, WorkFolder? folder)
    {
        Name = name;
        Shape = shape;
        _folder = folder;
        _pack = folder is null ? null : new PackWriter(folder.Path, first: 0, count: 0, shape.Size);
    }

    /// <summary>The data set's name.</summary>
    public string Name { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>How many samples there are so far.</summary>
    public int Count => _classes.Count;

    /// <summary>The labels, in the order in which they came first; preset it to fix the class order.</summary>
    public LabelList Labels { get; private set; } = new([]);

    /// <summary>Whether the labels stay in their order; otherwise they are sorted in the end.</summary>
    public bool KeepsLabelOrder { get; private set; }

    /// <summary>The hash of each image.</summary>
    public ReadOnlySpan<UInt128> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>The class of each sample, an index into <see cref="Labels"/>.</summary>
    public Span<ushort> Classes => CollectionsMarshal.AsSpan(_classes);

    /// <summary>The part of each sample; unspecified where it is to be drawn.</summary>
    public Span<Part> Parts => CollectionsMarshal.AsSpan(_parts);

    /// <summary>Fixes the labels and their order, before the first sample.</summary>
    public void FixLabels(IEnumerable<string> labels)
    {
        Labels = new LabelList(labels);
        KeepsLabelOrder = true;
    }

    /// <summary>Takes a sample.</summary>
    /// <param name="image">The image, normalised; as many bytes as <see cref="Shape"/> says.</param>
    /// <param name="label">Its label, checked.</param>
    /// <param name="part">Its part; unspecified to have it drawn.</param>
    public void Append(ReadOnlySpan<byte> image, string label, Part part)
    {
        _classes.Add(Labels.ClassOf(label));
        _parts.Add(part);
        _hashes.Add(_pack?.Append(image) ?? ImageHash.Of(image));
    }

    /// <summary>Brings the images to the disk itself and closes their files.</summary>
    public void Finish()
    {
        _pack?.Flush();
        _pack?.Dispose();
    }

    /// <summary>Opens the finished pack; its first image has the number 0.</summary>
    public PackReader OpenPack() => new(Folder.Path, new StoredPack(Name, 0, Count), Shape.Size);

    /// <summary>Moves the finished pack among the packs of the data set.</summary>
    /// <param name="images">Their folder.</param>
    /// <param name="first">The number of the first image.</param>
    public void MovePack(string images, int first)
    {
        // A file of this name belongs to a commit that failed.
        File.Move(PackFiles.Pixels(Folder.Path, 0), PackFiles.Pixels(images, first), overwrite: true);
        File.Move(PackFiles.Hashes(Folder.Path, 0), PackFiles.Hashes(images, first), overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            _pack?.Dispose();
        }
        finally
        {
            _folder?.Dispose();
        }
    }

    private WorkFolder Folder => _folder ?? throw new InvalidOperationException("The images were not kept.");
}
