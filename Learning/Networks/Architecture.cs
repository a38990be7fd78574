using System.Text.Json;
using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>The layers of a network as data, in the order in which an image passes through them.</summary>
public sealed class Architecture
{
    private const int FewestClasses = 2;

    /// <summary>Copies the layers without checking them; <see cref="Check"/> tells whether they fit an image and a number of classes.</summary>
    /// <param name="layers">The layers in order.</param>
    public Architecture(IReadOnlyList<LayerSpec> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = [.. layers];
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>
    /// Reads a JSON list of layers, or a string with the name of a preset. Checks keys, types and kinds of values, which need no knowledge
    /// of the images; <see cref="Check"/> checks the rest.
    /// </summary>
    /// <exception cref="ArchitectureException">Names every fault with its layer's index and type.</exception>
    public static Architecture Parse(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            var name = json.GetString()!;
            var named = NamedArchitectures.All.FirstOrDefault(candidate => candidate.Name == name).Layers;
            return named is not null ? new Architecture(named) : throw new ArchitectureException([UnknownPreset(name)]);
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw new ArchitectureException(["expected a list of layers or the name of a preset."]);
        }

        var faults = new List<string>();
        var layers = LayerJson.Read(json, faults);
        return faults.Count == 0 ? new Architecture(layers) : throw new ArchitectureException(faults);
    }

    /// <summary>Writes the layers as a JSON list that <see cref="Parse"/> reads back.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LayerSpec> layers)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(layers);
        LayerJson.Write(writer, layers);
    }

    /// <summary>Every reason why a network of these layers cannot be built for these images and classes; empty when it can.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <param name="input">The shape of an image.</param>
    /// <param name="classCount">The number of classes, at least 2.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return ArchitectureChecker.Check(layers, input, classCount);
    }

    /// <summary>
    /// Every fault of an architecture in a configuration, where the classes are not known yet; empty when there is none.
    /// </summary>
    /// <param name="json">A list of layers or the name of a preset.</param>
    /// <param name="inputShape">Height, width and channels of an image.</param>
    public static IEnumerable<string> Faults(JsonElement json, IReadOnlyList<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        try
        {
            return Check(Parse(json).Layers, new ImageShape(inputShape[0], inputShape[1], inputShape[2]), FewestClasses);
        }
        catch (ArchitectureException exception)
        {
            return exception.Faults;
        }
    }

    private static string UnknownPreset(string name) =>
        $"there is no preset \"{name}\"; known are {string.Join(", ", NamedArchitectures.All.Select(named => named.Name))}.";
}

/// <summary>An architecture that cannot be built. The message names every fault and may be shown to the caller.</summary>
public sealed class ArchitectureException : Exception
{
    /// <summary>Joins the faults into one message.</summary>
    /// <param name="faults">At least one sentence, each naming its layer.</param>
    public ArchitectureException(IReadOnlyList<string> faults)
        : base(string.Join(" ", faults))
    {
        Faults = faults;
    }

    /// <summary>Each fault, naming the layer's index (from 0) and type.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>Upper limits of an architecture; a larger one is refused before any memory is allocated for it.</summary>
public static class ArchitectureLimits
{
    /// <summary>Layers of one network, including those inside residuals.</summary>
    public const int Layers = 64;

    /// <summary>Depth of residuals nested inside one another.</summary>
    public const int Depth = 4;

    /// <summary>Height and width of an image.</summary>
    public const int Side = 256;

    /// <summary>Values per pixel of an image.</summary>
    public const int Channels = 4;

    /// <summary>Output channels of one convolution.</summary>
    public const int Filters = Conv2dLayer.MaxFilters;

    /// <summary>Height and width of a kernel.</summary>
    public const int KernelSize = 15;

    /// <summary>How far a kernel or a pooling window moves on.</summary>
    public const int Stride = 15;

    /// <summary>Height and width of a pooling window.</summary>
    public const int PoolSize = 15;

    /// <summary>Outputs of one dense layer, and classes.</summary>
    public const int Units = 8192;

    /// <summary>Output values of one layer, per image.</summary>
    public const int Activations = 1 << 22;

    /// <summary>Trained values of one network.</summary>
    public const int Parameters = 1 << 25;
}
