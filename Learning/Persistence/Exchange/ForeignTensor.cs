namespace Digits.Learning.Persistence.Exchange;

/// <summary>A tensor of 32-bit floats as it stands in a file.</summary>
/// <param name="Shape">Its dimensions as the file tells them; not verified.</param>
/// <param name="Start">Where its little-endian values begin in the file.</param>
/// <param name="Length">Their length in bytes, whatever the file gives; within the file.</param>
internal readonly record struct ForeignTensor(IReadOnlyList<long> Shape, long Start, long Length);
