using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Processing.Quality;

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
