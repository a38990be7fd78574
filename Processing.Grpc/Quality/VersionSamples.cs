using Digits.Learning.Data;
using Digits.Processing.Samples;
using Digits.Processing.V1;
using Digits.Processing.Versions;

namespace Digits.Processing.Quality;

/// <summary>The samples of a stored version.</summary>
internal sealed class VersionSamples(VersionReader reader) : IExaminedSamples
{
    public ImageShape Shape => reader.Version.Shape;

    public IReadOnlyList<string> Labels => reader.Version.Labels;

    public ReadOnlySpan<int> Numbers(Part part) => reader.Numbers(part);

    public ReadOnlySpan<ushort> Classes(Part part) => reader.Classes(part);

    // A report about damaged images would blame the images.
    public void ReadPixels(ReadOnlySpan<int> numbers, Span<byte> pixels) =>
        CheckedImages.Read(reader, numbers, new UInt128[numbers.Length], pixels);

    public void ReadHashes(ReadOnlySpan<int> numbers, Span<UInt128> hashes) => reader.ReadHashes(numbers, hashes);
}
