using System.Text;
using System.Text.Json;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>Writes models as ONNX graphs that other software runs, and reads back the files that it wrote.</summary>
/// <remarks>
/// The graph ends in <c>probabilities</c>, 32-bit floats [N, classes]; the mean over the members where the model is a committee.
/// Its parameters have PyTorch's names and shapes, such as <c>layers.0.weight</c>. The metadata hold the model header and a hash of
/// the parameters, from which reading restores the model to the bit. Reading looks at parameters and metadata only, not at the nodes.
/// </remarks>
public static class OnnxFile
{
    /// <summary>The operator set of the graph.</summary>
    public const int OpsetVersion = 17;

    /// <summary>The largest number of trained values that fit into one file, since protobuf ends at 2 GiB.</summary>
    public const int MaxParameters = 500_000_000;

    // The format's version that came with the operator set.
    private const int IrVersion = 8;

    private const int FloatElements = 1;
    private const int MaxRank = 8;
    private const string Producer = "Digits";

    /// <summary>Writes a model. The same header and networks always give the same bytes.</summary>
    /// <exception cref="ArgumentException">The header does not describe these networks, or they are too large.</exception>
    public static void Write(Stream stream, ModelHeader header, Committee model, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        header.CheckDescribes(model);
        if (model.ParameterCount > MaxParameters)
        {
            throw new ArgumentException($"{model.ParameterCount} trained values are more than the {MaxParameters} of an ONNX file.");
        }

        using var hash = new WeightsHash();
        var graph = Graph(header, model, options, hash);
        var file = new ProtobufMessage()
            .Add(1, IrVersion)
            .Add(2, Producer)
            .Add(5, header.Version)
            .Add(6, Description(header, model, options))
            .Add(7, graph)
            .Add(8, new ProtobufMessage().Add(1, string.Empty).Add(2, OpsetVersion));
        AddMetadata(file, MetadataKeys.Labels, JsonSerializer.Serialize(header.Labels));
        AddMetadata(file, MetadataKeys.Preprocessing, header.Preprocessing);
        AddMetadata(file, MetadataKeys.Sha256, hash.Finish());

        // Last, so that no file that is cut short looks whole.
        AddMetadata(file, MetadataKeys.Header, Encoding.UTF8.GetString(HeaderJson.Write(header, model)));
        file.WriteTo(stream);
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote, to the end of the stream.</summary>
    /// <exception cref="ModelFormatException">The stream is not a whole ONNX file of ours.</exception>
    public static (ModelHeader Header, Committee Model) Read(Stream stream)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, ForeignTensor>(StringComparer.Ordinal);
        var file = new ProtobufReader(WholeStream.Read(stream));
        while (file.Read())
        {
            switch (file.Field)
            {
                case 7: ReadGraph(file.Bytes, tensors); break;
                case 14: ReadMetadata(file.Bytes, metadata); break;
            }
        }

        return ModelImport.Build(metadata, tensors);
    }

    private static ProtobufMessage Graph(ModelHeader header, Committee model, OnnxOptions options, WeightsHash hash)
    {
        var graph = new OnnxGraph();
        var shape = header.InputShape;
        var values = "values";
        ProtobufMessage input;
        if (options.Input == OnnxInput.Pixels)
        {
            input = OnnxGraph.Value("pixels", isBytes: true, "0 = paper, 255 = full ink", shape.Height, shape.Width, shape.Channels);
            var numbers = graph.Node("Cast", "pixels.float", ["pixels"], ("to", FloatElements));
            var scaled = graph.Node("Div", "pixels.scaled", [numbers, graph.Constant($"{ModelImport.ConstantPrefix}white", 255)]);
            values = graph.Node("Transpose", values, [scaled], ("perm", (int[])[0, 3, 1, 2]));
        }
        else
        {
            input = OnnxGraph.Value(values, isBytes: false, "0 = paper, 1 = full ink", shape.Channels, shape.Height, shape.Width);
        }

        const string Output = "probabilities";
        var architectures = model.Members.Select(member => member.Architecture).ToArray();
        var outputs = new List<string>();
        foreach (var (layers, network) in ExchangeLayout.Of(architectures, shape, model.ClassCount).Zip(model.Members))
        {
            var scores = new OnnxLayers(graph, network.Weights, hash).Add(layers, values);
            var name = model.Members.Count == 1 ? Output : $"members.{outputs.Count}.{Output}";
            outputs.Add(graph.Node("Softmax", name, [scores], ("axis", 1)));
        }

        if (outputs.Count > 1)
        {
            graph.Node("Mean", Output, outputs);
        }

        return graph.Finish(header.Model, input, OnnxGraph.Value(Output, isBytes: false, "one per label", model.ClassCount));
    }

    private static string Description(ModelHeader header, Committee model, OnnxOptions options) =>
        $"Model \"{header.Model}\", version {header.Version}, trained by Digits on data set \"{header.Dataset}\", version "
        + $"{header.DatasetVersion}. Reads images of {header.InputShape} that were normalised by \"{header.Preprocessing}\", as "
        + (options.Input == OnnxInput.Pixels
            ? "bytes [N, height, width, channels], 0 = paper, 255 = full ink"
            : "floats [N, channels, height, width], 0 = paper, 1 = full ink")
        + ". Gives the probability of each label; the labels are in the metadata."
        + (model.Members.Count > 1 ? $" The mean of {model.Members.Count} networks." : string.Empty);

    private static void AddMetadata(ProtobufMessage file, string key, string value) =>
        file.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));

    private static void ReadMetadata(ReadOnlyMemory<byte> bytes, Dictionary<string, string> metadata)
    {
        var (key, value) = (string.Empty, string.Empty);
        var entry = new ProtobufReader(bytes);
        while (entry.Read())
        {
            switch (entry.Field)
            {
                case 1: key = entry.Text; break;
                case 2: value = entry.Text; break;
            }
        }

        if (!metadata.TryAdd(key, value))
        {
            throw new ModelFormatException("The ONNX file gives a piece of metadata twice.");
        }
    }

    private static void ReadGraph(ReadOnlyMemory<byte> bytes, Dictionary<string, ForeignTensor> tensors)
    {
        var graph = new ProtobufReader(bytes);
        while (graph.Read())
        {
            if (graph.Field == 5)
            {
                ReadTensor(graph.Bytes, tensors);
            }
        }
    }

    private static void ReadTensor(ReadOnlyMemory<byte> bytes, Dictionary<string, ForeignTensor> tensors)
    {
        var shape = new List<long>();
        var (name, elements, values) = (string.Empty, 0UL, ReadOnlyMemory<byte>.Empty);
        var tensor = new ProtobufReader(bytes);
        while (tensor.Read())
        {
            switch (tensor.Field)
            {
                case 1: tensor.AddNumbers(shape, MaxRank); break;
                case 2: elements = tensor.Number; break;
                case 8: name = tensor.Text; break;
                case 9: values = tensor.Bytes; break;
            }
        }

        if (elements == FloatElements && !tensors.TryAdd(name, new ForeignTensor(shape, values)))
        {
            throw new ModelFormatException("The ONNX file gives a tensor twice.");
        }
    }
}
