namespace Digits.Learning.Persistence.Exchange;

/// <summary>A tensor of 32-bit floats as it stands in a file.</summary>
/// <param name="Shape">Its dimensions as the file tells them; not verified.</param>
/// <param name="Bytes">Its values, little-endian; of whatever length the file gives.</param>
internal readonly record struct ForeignTensor(IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes);
