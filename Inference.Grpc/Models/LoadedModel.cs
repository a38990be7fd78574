using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Inference.Models;

/// <summary>One version of a model, ready to answer.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Labels">The labels in class order.</param>
/// <param name="Sha256">SHA-256 of the model file, in lower-case hexadecimal.</param>
/// <param name="LoadTime">Since when it answers.</param>
/// <param name="Committee">The network or networks.</param>
internal sealed record LoadedModel(
    string Name, int Version, IReadOnlyList<string> Labels, string Sha256, DateTimeOffset LoadTime, Committee Committee)
{
    public ImageShape InputShape => Committee.InputShape;
}
