using System.Text.Json;
using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>A network's layers as data, in the order in which a picture passes them.</summary>
public sealed class Architecture
{
    /// <summary>Takes the layers as they are; <see cref="Check"/> says whether they fit a picture and a number of classes.</summary>
    /// <param name="layers">At least one layer.</param>
    public Architecture(IReadOnlyList<LayerSpec> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = [.. layers];
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>Reads a JSON list of layers, or a string with a preset's name.</summary>
    /// <exception cref="ArchitectureException">Names every fault with its layer's index and type.</exception>
    public static Architecture Parse(JsonElement json) => throw new NotImplementedException();

    /// <summary>Writes the layers as a JSON list that <see cref="Parse"/> reads back.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LayerSpec> layers) => throw new NotImplementedException();

    /// <summary>Every reason why these layers cannot be built for such pictures and classes; empty when they can.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <param name="input">The shape of a picture.</param>
    /// <param name="classCount">The number of classes, at least 2.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount) =>
        throw new NotImplementedException();
}
