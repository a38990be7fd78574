using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Learning.Data;

namespace Digits.Datasets.Quality;

/// <summary>Number, class and part of every sample of a version, the parts one after another. Rows count from 0 over all parts.</summary>
internal sealed class SampleTable
{
    private static readonly Part[] Parts = [Part.Train, Part.Validation, Part.Test];

    private readonly int[] _ends = new int[Parts.Length];

    public SampleTable(IExaminedSamples samples)
    {
        Labels = samples.Labels;
        var count = 0;
        foreach (var part in Parts)
        {
            count += samples.Numbers(part).Length;
        }

        Numbers = new int[count];
        Classes = new ushort[count];
        var start = 0;
        for (var i = 0; i < Parts.Length; i++)
        {
            samples.Numbers(Parts[i]).CopyTo(Numbers.AsSpan(start));
            samples.Classes(Parts[i]).CopyTo(Classes.AsSpan(start));
            start += samples.Numbers(Parts[i]).Length;
            _ends[i] = start;
        }
    }

    public IReadOnlyList<string> Labels { get; }

    public int Count => Numbers.Length;

    public int[] Numbers { get; }

    public ushort[] Classes { get; }

    public Part PartOf(int row) => row < _ends[0] ? Part.Train : row < _ends[1] ? Part.Validation : Part.Test;

    /// <summary>Samples of each class in a part, in class order.</summary>
    public int[] ClassCounts(Part part)
    {
        var index = Array.IndexOf(Parts, part);
        var counts = new int[Labels.Count];
        foreach (var sampleClass in Classes.AsSpan((index == 0 ? 0 : _ends[index - 1])..(_ends[index])))
        {
            counts[sampleClass]++;
        }

        return counts;
    }
}

/// <summary>The samples that a quality report is about. The reading methods are called from several threads at once.</summary>
internal interface IExaminedSamples
{
    ImageShape Shape { get; }

    /// <summary>The labels in class order.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The numbers of a part's samples, in order.</summary>
    ReadOnlySpan<int> Numbers(Part part);

    /// <summary>The classes of a part's samples, in the same order.</summary>
    ReadOnlySpan<ushort> Classes(Part part);

    /// <summary>Reads images one after another.</summary>
    void ReadPixels(ReadOnlySpan<int> numbers, Span<byte> pixels);

    /// <summary>Reads the hashes of images; equal images have equal hashes, and others do not.</summary>
    void ReadHashes(ReadOnlySpan<int> numbers, Span<UInt128> hashes);
}

/// <summary>The samples of a stored version.</summary>
internal sealed class VersionSamples(VersionReader reader) : IExaminedSamples
{
    public ImageShape Shape => reader.Version.Shape;

    public IReadOnlyList<string> Labels => reader.Version.Labels;

    public ReadOnlySpan<int> Numbers(Part part) => reader.Numbers(part);

    public ReadOnlySpan<ushort> Classes(Part part) => reader.Classes(part);

    // A report about damaged images would blame the images.
    public void ReadPixels(ReadOnlySpan<int> numbers, Span<byte> pixels) =>
        reader.ReadChecked(numbers, new UInt128[numbers.Length], pixels);

    public void ReadHashes(ReadOnlySpan<int> numbers, Span<UInt128> hashes) => reader.ReadHashes(numbers, hashes);
}
