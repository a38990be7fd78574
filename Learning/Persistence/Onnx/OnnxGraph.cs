using System.Buffers.Binary;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>Collects the nodes and constants of an ONNX graph. The field numbers are those of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    private const int FloatElements = 1;
    private const int ByteElements = 2;
    private const int Int64Attribute = 2;
    private const int FloatAttribute = 1;
    private const int Int64ListAttribute = 7;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _tensors = [];
    private readonly HashSet<string> _constants = [];

    /// <summary>Adds a node with one output.</summary>
    /// <returns>The output's name, which is also the node's.</returns>
    public string Node(string operation, string name, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs)
        {
            node.Add(1, input);
        }

        node.Add(2, name).Add(3, name).Add(4, operation);
        foreach (var (key, value) in attributes)
        {
            node.Add(5, Attribute(key, value));
        }

        _nodes.Add(node);
        return name;
    }

    /// <summary>Adds a tensor of 32-bit floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="length">The length of its values in bytes.</param>
    /// <param name="write">Writes its values, little-endian.</param>
    public string Tensor(string name, IEnumerable<int> shape, int length, Action<Stream> write)
    {
        var tensor = new ProtobufMessage();
        foreach (var size in shape)
        {
            tensor.Add(1, size);
        }

        _tensors.Add(tensor.Add(2, FloatElements).Add(8, name).Add(9, length, write));
        return name;
    }

    /// <summary>A scalar constant, which is added only once.</summary>
    public string Constant(string name, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return _constants.Add(name) ? Tensor(name, [], bytes.Length, stream => stream.Write(bytes)) : name;
    }

    /// <summary>The whole graph, with one input and one output.</summary>
    public ProtobufMessage Finish(string name, ProtobufMessage input, ProtobufMessage output)
    {
        var graph = new ProtobufMessage();
        _nodes.ForEach(node => graph.Add(1, node));
        graph.Add(2, name);
        _tensors.ForEach(tensor => graph.Add(5, tensor));
        return graph.Add(11, input).Add(12, output);
    }

    /// <summary>The description of an input or output whose first dimension is the batch size <c>N</c>, which is not fixed.</summary>
    public static ProtobufMessage Value(string name, bool isBytes, string document, params int[] sizes)
    {
        var shape = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, "N"));
        foreach (var size in sizes)
        {
            shape.Add(1, new ProtobufMessage().Add(1, size));
        }

        var tensor = new ProtobufMessage().Add(1, isBytes ? ByteElements : FloatElements).Add(2, shape);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor)).Add(3, document);
    }

    private static ProtobufMessage Attribute(string name, object value)
    {
        var attribute = new ProtobufMessage().Add(1, name);
        switch (value)
        {
            case float number:
                return attribute.Add(2, number).Add(20, FloatAttribute);
            case int number:
                return attribute.Add(3, number).Add(20, Int64Attribute);
            case int[] numbers:
                foreach (var number in numbers)
                {
                    attribute.Add(8, number);
                }

                return attribute.Add(20, Int64ListAttribute);
            default:
                throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}.", nameof(value));
        }
    }
}
