using System.Text;
using System.Text.Json;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>Writes models as ONNX graphs that other software runs, and reads back the files that it wrote.</summary>
/// <remarks>
/// The graph ends in <c>probabilities</c>, 32-bit floats [N, classes]; the mean over the members where the model is a committee.
/// Its parameters have PyTorch's names and shapes, such as <c>layers.0.weight</c>. The metadata hold the model header and a hash of
/// the parameters, from which reading restores the model to the bit. The graph must then be, byte for byte, the one that is written for
/// this model.
/// </remarks>
public static class OnnxFile
{
    /// <summary>The operator set of the graph.</summary>
    public const int OpsetVersion = 17;

    /// <summary>The largest number of trained values that fit into one file, since protobuf ends at 2 GiB.</summary>
    public const int MaxParameters = 500_000_000;

    // The version of the format that belongs to the operator set.
    private const int IrVersion = 8;

    // The fields of a ModelProto.
    private const int IrVersionField = 1;
    private const int ProducerField = 2;
    private const int ModelVersionField = 5;
    private const int DescriptionField = 6;
    private const int GraphField = 7;
    private const int OpsetField = 8;
    private const int MetadataField = 14;

    private const string PixelsInput = "pixels";
    private const int MaxTensors = 100_000;
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
            .Add(IrVersionField, IrVersion)
            .Add(ProducerField, Producer)
            .Add(ModelVersionField, header.Version)
            .Add(DescriptionField, Description(header, model, options))
            .Add(GraphField, graph)
            .Add(OpsetField, Opset());
        AddMetadata(file, MetadataKeys.Labels, JsonSerializer.Serialize(header.Labels));
        AddMetadata(file, MetadataKeys.Preprocessing, header.Preprocessing);
        AddMetadata(file, MetadataKeys.Sha256, hash.Finish());

        // The header comes last, so that a file that is cut short never looks complete.
        AddMetadata(file, MetadataKeys.Header, Encoding.UTF8.GetString(HeaderJson.Write(header, model)));
        file.WriteTo(stream);
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <param name="stream">A stream that can seek; it is read from its beginning to its end.</param>
    /// <exception cref="ModelFormatException">
    /// The stream is not a complete ONNX file that Digits wrote, or its graph does not belong to the model in its metadata.
    /// </exception>
    public static (ModelHeader Header, Committee Model) Read(Stream stream)
    {
        var bytes = new FileBytes(stream);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<int>();
        var file = new ProtobufReader(bytes, 0, bytes.Length);
        ProtobufReader graph = default;
        while (file.Read())
        {
            if (file.Field == MetadataField)
            {
                ReadMetadata(file.Message, metadata);
                continue;
            }

            // Readers of protobuf differ in whether they merge or override a field that occurs twice, so that is refused.
            var isKnown = file.Field switch
            {
                IrVersionField => file.Type == WireType.Varint && file.Number == IrVersion,
                ModelVersionField => file.Type == WireType.Varint,
                ProducerField or DescriptionField => file.Type == WireType.Bytes && file.Text.Length >= 0,
                GraphField => file.Type == WireType.Bytes,
                OpsetField => file.Type == WireType.Bytes && IsOurs(file.Message, bytes, Opset()),
                _ => false,
            };
            if (!isKnown || !seen.Add(file.Field))
            {
                throw new ModelFormatException(FormattableString.Invariant(
                    $"The ONNX file was changed after Digits wrote it: field {file.Field} of the model is not as it was."));
            }

            graph = file.Field == GraphField ? file.Message : graph;
        }

        if (!seen.IsSupersetOf([IrVersionField, GraphField, OpsetField]))
        {
            throw new ModelFormatException("This is not a whole ONNX file: it lacks its version, its graph or its operator set.");
        }

        var (tensors, input) = ReadGraph(graph);
        var (header, model) = ModelImport.Build(metadata, tensors, bytes);
        CheckGraph(graph, bytes, header, model, input);
        return (header, model);
    }

    /// <summary>
    /// Checks that the graph is, byte for byte, the one that is written for this model. Then it computes the predictions of the model, and no
    /// attribute, node, name, dimension or unknown field differs.
    /// </summary>
    private static void CheckGraph(ProtobufReader graph, FileBytes bytes, ModelHeader header, Committee model, string input)
    {
        var options = new OnnxOptions { Input = input == PixelsInput ? OnnxInput.Pixels : OnnxInput.Values };
        using var hash = new WeightsHash();
        if (!IsOurs(graph, bytes, Graph(header, model, options, hash)))
        {
            throw new ModelFormatException(
                "The ONNX file's graph is not the one that Digits writes for the layers in its metadata, so it would predict something else. "
                + "Import the file as it was downloaded.");
        }
    }

    private static bool IsOurs(ProtobufReader message, FileBytes bytes, ProtobufMessage expected)
    {
        var (start, length) = message.Range;
        using var comparison = new ComparingStream(bytes, start, length, "differs");
        try
        {
            expected.WriteTo(comparison);
            comparison.Finish();
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static ProtobufMessage Opset() => new ProtobufMessage().Add(1, string.Empty).Add(2, OpsetVersion);

    private static ProtobufMessage Graph(ModelHeader header, Committee model, OnnxOptions options, WeightsHash hash)
    {
        var graph = new OnnxGraph();
        var shape = header.InputShape;
        var values = "values";
        ProtobufMessage input;
        if (options.Input == OnnxInput.Pixels)
        {
            input = OnnxGraph.Value(PixelsInput, isBytes: true, "0 = paper, 255 = full ink", shape.Height, shape.Width, shape.Channels);
            var numbers = graph.Node("Cast", "pixels.float", [PixelsInput], ("to", FloatElements));
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
        file.Add(MetadataField, new ProtobufMessage().Add(1, key).Add(2, value));

    private static void ReadMetadata(ProtobufReader entry, Dictionary<string, string> metadata)
    {
        string? key = null, value = null;
        while (entry.Read())
        {
            switch (entry.Field)
            {
                case 1 when key is null && entry.Type == WireType.Bytes: key = entry.Text; break;
                case 2 when value is null && entry.Type == WireType.Bytes: value = entry.Text; break;
                default: throw new ModelFormatException("The ONNX file holds a piece of metadata that is not a key with a value.");
            }
        }

        if (!metadata.TryAdd(key ?? string.Empty, value ?? string.Empty))
        {
            throw new ModelFormatException("The ONNX file gives a piece of metadata twice.");
        }
    }

    private static (Dictionary<string, ForeignTensor> Tensors, string Input) ReadGraph(ProtobufReader graph)
    {
        var tensors = new Dictionary<string, ForeignTensor>(StringComparer.Ordinal);
        var input = string.Empty;
        while (graph.Read())
        {
            switch (graph.Field)
            {
                case 5: ReadTensor(graph.Message, tensors); break;
                case 11: input = ReadName(graph.Message); break;
            }
        }

        return (tensors, input);
    }

    private static string ReadName(ProtobufReader value)
    {
        var name = string.Empty;
        while (value.Read())
        {
            name = value.Field == 1 ? value.Text : name;
        }

        return name;
    }

    private static void ReadTensor(ProtobufReader tensor, Dictionary<string, ForeignTensor> tensors)
    {
        var shape = new List<long>();
        var (name, elements, start, length) = (string.Empty, 0UL, 0L, 0L);
        while (tensor.Read())
        {
            switch (tensor.Field)
            {
                case 1: tensor.AddNumbers(shape, MaxRank); break;
                case 2: elements = tensor.Number; break;
                case 8: name = tensor.Text; break;
                case 9: (start, length) = (tensor.Start, tensor.Length); break;
            }
        }

        if (tensors.Count == MaxTensors || (elements == FloatElements && !tensors.TryAdd(name, new ForeignTensor(shape, start, length))))
        {
            throw new ModelFormatException("The ONNX file gives a tensor twice, or more tensors than any network has.");
        }
    }
}

/// <summary>Options for writing an ONNX file.</summary>
public sealed record OnnxOptions
{
    /// <summary>The input of the graph; bytes by default.</summary>
    public OnnxInput Input { get; init; } = OnnxInput.Pixels;
}

/// <summary>The input of an ONNX graph.</summary>
public enum OnnxInput
{
    /// <summary>
    /// <c>pixels</c>: bytes [N, height, width, channels], 0 = paper, 255 = full ink, as image libraries give them. The graph
    /// itself divides and transposes them.
    /// </summary>
    Pixels,

    /// <summary><c>values</c>: 32-bit floats [N, channels, height, width], 0 = paper, 1 = full ink.</summary>
    Values,
}
