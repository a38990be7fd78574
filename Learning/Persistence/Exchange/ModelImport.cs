using System.Text;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>Builds a model from the header and the tensors that one of our exports holds.</summary>
internal static class ModelImport
{
    private const int MaxHeaderLength = 1 << 20;

    // What a graph needs beyond the parameters.
    public const string ConstantPrefix = "constants.";

    // PyTorch adds this counter to every batch norm that it saves; it has no effect on predictions.
    public const string PyTorchCounter = ".num_batches_tracked";

    /// <param name="metadata">The file's metadata.</param>
    /// <param name="tensors">The file's tensors of 32-bit floats by name.</param>
    /// <exception cref="ModelFormatException">The file is not one of ours, or not a whole one.</exception>
    public static (ModelHeader Header, Committee Model) Build(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, ForeignTensor> tensors)
    {
        if (!metadata.TryGetValue(MetadataKeys.Header, out var json))
        {
            throw new ModelFormatException(
                $"The file was not exported by Digits: its metadata lacks \"{MetadataKeys.Header}\", which describes the layers. "
                + "Files of other programs cannot be read.");
        }

        if (json.Length > MaxHeaderLength)
        {
            throw new ModelFormatException($"The file's \"{MetadataKeys.Header}\" is longer than {MaxHeaderLength} characters.");
        }

        var (header, architectures) = HeaderJson.Read(Encoding.UTF8.GetBytes(json));
        foreach (var architecture in architectures)
        {
            var faults = Architecture.Check(architecture.Layers, header.InputShape, header.Labels.Count);
            if (faults.Count > 0)
            {
                throw new ModelFormatException($"The file's network cannot be built: {string.Join(" ", faults)}");
            }
        }

        var members = ExchangeLayout.Of(architectures, header.InputShape, header.Labels.Count);
        var places = members.Select(layers => layers.SelectMany(layer => layer.AllTensors).ToArray()).ToArray();
        CheckTensors([.. places.SelectMany(tensor => tensor)], tensors);
        CheckHash([.. places.SelectMany(tensor => tensor)], tensors, metadata);
        var networks = new List<Network>();
        foreach (var (architecture, index) in architectures.Select((architecture, index) => (architecture, index)))
        {
            var network = new Network(architecture, header.InputShape, header.Labels.Count);
            foreach (var place in places[index])
            {
                place.Write(tensors[place.Name].Bytes.Span, network.Weights);
            }

            networks.Add(network.Weights.AllFinite()
                ? network
                : throw new ModelFormatException("The file holds a weight that is not a finite number."));
        }

        return (header, new Committee(networks));
    }

    // Before anything is allocated for the network: every parameter is there, whole.
    private static void CheckTensors(ExchangeTensor[] places, IReadOnlyDictionary<string, ForeignTensor> tensors)
    {
        foreach (var place in places)
        {
            if (!tensors.TryGetValue(place.Name, out var tensor))
            {
                throw new ModelFormatException(
                    $"The file lacks the tensor \"{place.Name}\" of 32-bit floats. A file that another program has rewritten cannot be read.");
            }

            if (!tensor.Shape.SequenceEqual(place.Shape.Select(size => (long)size)) || tensor.Bytes.Length != place.ByteCount)
            {
                throw new ModelFormatException(
                    $"The tensor \"{place.Name}\" is [{string.Join(", ", tensor.Shape.Take(8))}] of {tensor.Bytes.Length} bytes, "
                    + $"but must be [{string.Join(", ", place.Shape)}] of {place.ByteCount} bytes.");
            }
        }

        var known = places.Select(place => place.Name).ToHashSet(StringComparer.Ordinal);
        var stranger = tensors.Keys.FirstOrDefault(name => !known.Contains(name)
            && !name.StartsWith(ConstantPrefix, StringComparison.Ordinal) && !name.EndsWith(PyTorchCounter, StringComparison.Ordinal));
        if (stranger is not null)
        {
            throw new ModelFormatException($"The file holds a tensor \"{Short(stranger)}\" that its layers do not have.");
        }
    }

    private static void CheckHash(
        ExchangeTensor[] places, IReadOnlyDictionary<string, ForeignTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(MetadataKeys.Sha256, out var expected))
        {
            return;
        }

        using var hash = new WeightsHash();
        foreach (var place in places)
        {
            hash.Add(tensors[place.Name].Bytes.Span);
        }

        if (hash.Finish() != expected)
        {
            throw new ModelFormatException(
                $"The file is damaged: its weights do not match \"{MetadataKeys.Sha256}\" in its metadata. "
                + "If they were changed on purpose, remove that entry.");
        }
    }

    private static string Short(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
