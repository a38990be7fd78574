using Digits.Processing.V1;

namespace Digits.Processing.Versions;

/// <summary>A sample to add.</summary>
/// <param name="Image">The image, normalised.</param>
/// <param name="Label">Its label, checked.</param>
/// <param name="Part">Its part; unspecified to have it drawn.</param>
internal sealed record AddedSample(byte[] Image, string Label, Part Part);
