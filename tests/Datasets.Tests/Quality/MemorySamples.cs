using Digits.Datasets.Quality;
using Digits.Datasets.Versions;
using Digits.Learning.Data;

namespace Digits.Datasets.Tests.Quality;

/// <summary>Samples of 28 x 28 pixels made up for a test, counted from 0 in the order in which they were added.</summary>
internal sealed class MemorySamples(params string[] labels) : IExaminedSamples
{
    private readonly List<byte[]> _images = [];
    private readonly Dictionary<Part, (List<int> Numbers, List<ushort> Classes)> _parts = new()
    {
        [Part.Train] = ([], []),
        [Part.Validation] = ([], []),
        [Part.Test] = ([], []),
    };

    public ImageShape Shape { get; } = new(28, 28, 1);

    public IReadOnlyList<string> Labels => labels;

    /// <summary>Called whenever images are read.</summary>
    public Action Reading { get; set; } = () => { };

    /// <summary>Adds a sample.</summary>
    /// <returns>Its number.</returns>
    public int Add(byte[] image, int label = 0, Part part = Part.Train)
    {
        _parts[part].Numbers.Add(_images.Count);
        _parts[part].Classes.Add((ushort)label);
        _images.Add(image);
        return _images.Count - 1;
    }

    public ReadOnlySpan<int> Numbers(Part part) => _parts[part].Numbers.ToArray();

    public ReadOnlySpan<ushort> Classes(Part part) => _parts[part].Classes.ToArray();

    public void ReadPixels(ReadOnlySpan<int> numbers, Span<byte> pixels)
    {
        Reading();
        for (var i = 0; i < numbers.Length; i++)
        {
            _images[numbers[i]].CopyTo(pixels[(i * Shape.Size)..]);
        }
    }

    public void ReadHashes(ReadOnlySpan<int> numbers, Span<UInt128> hashes)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            hashes[i] = ImageHash.Of(_images[numbers[i]]);
        }
    }
}
