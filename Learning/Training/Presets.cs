using System.Diagnostics.CodeAnalysis;

namespace Digits.Learning.Training;

/// <summary>The settings that come with Digits.</summary>
public static class Presets
{
    /// <summary>All presets, quickest first.</summary>
    public static IReadOnlyList<Preset> All => throw new NotImplementedException();

    /// <summary>Finds a preset by its exact name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Preset? preset) => throw new NotImplementedException();
}
