using Digits.Processing.V1;

namespace Digits.Processing.Formats.Arrays;

/// <summary>An array of pictures with that of their labels, and the part that they are.</summary>
internal sealed record ArrayPair(ArrayFile Pictures, ArrayFile Labels, Part Part);
