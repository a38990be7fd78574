using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>Builds a model from the header and the tensors of a file that Digits exported.</summary>
internal static class ModelImport
{
    private const int MaxHeaderLength = 1 << 20;

    // The names of constants that a graph needs besides the parameters begin with this.
    public const string ConstantPrefix = "constants.";

    // PyTorch adds this counter to every batch norm that it saves; it has no effect on predictions.
    public const string PyTorchCounter = ".num_batches_tracked";

    /// <param name="metadata">The file's metadata.</param>
    /// <param name="tensors">The file's tensors of 32-bit floats by name.</param>
    /// <param name="file">The file that contains the tensors.</param>
    /// <exception cref="ModelFormatException">Digits did not write the file, or it is incomplete or damaged.</exception>
    public static (ModelHeader Header, Committee Model) Build(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, ForeignTensor> tensors, FileBytes file)
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
        CheckMetadata(header, metadata);
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
        using var hash = new WeightsHash();
        var networks = new List<Network>();
        foreach (var (architecture, index) in architectures.Select((architecture, index) => (architecture, index)))
        {
            var network = new Network(architecture, header.InputShape, header.Labels.Count);
            foreach (var place in places[index])
            {
                place.ReadFrom(file, tensors[place.Name].Start, network.Weights, hash.Add);
            }

            networks.Add(network);
        }

        CheckHash(hash.Finish(), metadata);
        if (!networks.TrueForAll(network => network.Weights.AllFinite()))
        {
            throw new ModelFormatException("The file holds a weight that is not a finite number.");
        }

        return (header, new Committee(networks));
    }

    // Other software shows these metadata, so they are required and must agree with the header.
    private static void CheckMetadata(ModelHeader header, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault(MetadataKeys.Labels) != JsonSerializer.Serialize(header.Labels)
            || metadata.GetValueOrDefault(MetadataKeys.Preprocessing) != header.Preprocessing)
        {
            throw new ModelFormatException(
                $"The file contradicts itself: \"{MetadataKeys.Labels}\" or \"{MetadataKeys.Preprocessing}\" in its metadata differ from "
                + $"those in \"{MetadataKeys.Header}\".");
        }
    }

    // Checks, before anything is allocated for the network, that every parameter is present and complete.
    private static void CheckTensors(ExchangeTensor[] places, IReadOnlyDictionary<string, ForeignTensor> tensors)
    {
        foreach (var place in places)
        {
            if (!tensors.TryGetValue(place.Name, out var tensor))
            {
                throw new ModelFormatException(
                    $"The file lacks the tensor \"{place.Name}\" of 32-bit floats. A file that another program has rewritten cannot be read.");
            }

            if (!tensor.Shape.SequenceEqual(place.Shape.Select(size => (long)size)) || tensor.Length != place.ByteCount)
            {
                throw new ModelFormatException(
                    $"The tensor \"{place.Name}\" is [{string.Join(", ", tensor.Shape.Take(8))}] of {tensor.Length} bytes, "
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

    private static void CheckHash(string actual, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.TryGetValue(MetadataKeys.Sha256, out var expected) && actual != expected)
        {
            throw new ModelFormatException(
                $"The file is damaged: its weights do not match \"{MetadataKeys.Sha256}\" in its metadata. "
                + "If they were changed on purpose, remove that entry.");
        }
    }

    private static string Short(string name) => name.Length <= 64 ? name : name[..64] + "…";
}

/// <summary>The keys of the metadata that Digits writes into safetensors and ONNX files.</summary>
internal static class MetadataKeys
{
    /// <summary>The model header as in a model file, JSON; only files that Digits wrote have it.</summary>
    public const string Header = "digits.header";

    /// <summary>The hash of the parameters.</summary>
    public const string Sha256 = "digits.sha256";

    /// <summary>The labels in class order, a JSON list.</summary>
    public const string Labels = "labels";

    /// <summary>The name of the normalisation that input images must go through.</summary>
    public const string Preprocessing = "preprocessing";
}

/// <summary>
/// SHA-256 over all parameters, in the order of <see cref="ExchangeLayout"/> and with the bytes of the file. A model has the same hash in
/// every exchange format.
/// </summary>
internal sealed class WeightsHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySpan<byte> tensor) => _hash.AppendData(tensor);

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
