namespace Digits.Processing.Versions;

/// <summary>Gives the hashes of the images with the given numbers.</summary>
internal delegate void HashesOf(ReadOnlySpan<int> numbers, Span<UInt128> hashes);
