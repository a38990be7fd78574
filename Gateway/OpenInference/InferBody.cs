using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Digits.Gateway.Errors;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf;
using static Digits.OpenInference.V2.ModelInferRequest.Types;
using static Digits.OpenInference.V2.ModelMetadataResponse.Types;

namespace Digits.Gateway.OpenInference;

/// <summary>
/// The body of an inference request: JSON, JSON followed by the bytes of tensors, or the bytes of the only tensor. Tensors go to the service
/// as raw bytes whatever their form here was.
/// </summary>
internal sealed class InferBody
{
    /// <summary>The header of the extension binary_tensor_data: how many bytes of the body are JSON.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    // The service reads messages of up to 8 MiB; what is not tensors is small.
    private const int MaxTensorBytes = (8 << 20) - (64 << 10);

    private const string BinarySize = "binary_data_size";
    private const string BinaryData = "binary_data";
    private const string BinaryOutput = "binary_data_output";

    private readonly ReadOnlyMemory<byte> _json;
    private readonly Dictionary<string, bool> _binaryOutputs = new(StringComparer.Ordinal);
    private ReadOnlyMemory<byte> _binary;
    private bool _isBinaryByDefault;

    private InferBody(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> binary)
    {
        _json = json;
        _binary = binary;
    }

    /// <summary>Whether the body is the bytes of the model's only tensor.</summary>
    public bool IsRawTensor { get; private init; }

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ProblemException">The header says something that the body does not bear out.</exception>
    public static async Task<InferBody> ReadAsync(HttpContext context)
    {
        var header = context.Request.Headers[LengthHeader].ToString();
        var body = await JsonRequest.ReadBytesAsync(context);
        if (header.Length == 0)
        {
            return new InferBody(body, default);
        }

        if (!int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > body.Length)
        {
            throw JsonRequest.Fault($"{LengthHeader} is \"{CallerText.Shorten(header)}\"; it must be how many of the body's {body.Length} bytes are JSON.");
        }

        return new InferBody(body[..length], body[length..]) { IsRawTensor = length == 0, _isBinaryByDefault = length == 0 };
    }

    /// <summary>Whether an output is wanted as bytes after the JSON.</summary>
    public bool IsBinary(string output) => _binaryOutputs.GetValueOrDefault(output, _isBinaryByDefault);

    /// <summary>The request of a body that is the bytes of the only tensor.</summary>
    /// <param name="tensor">The tensor as the model describes it, which has one element a byte.</param>
    /// <exception cref="ProblemException">The bytes are not whole images.</exception>
    public ModelInferRequest ToRequest(TensorMetadata tensor)
    {
        var size = tensor.Shape.Where(side => side > 0).Aggregate(1L, (product, side) => product * side);
        CheckSize(_binary.Length);
        if (_binary.Length == 0 || _binary.Length % size != 0)
        {
            throw JsonRequest.Fault(
                $"The body has {_binary.Length} bytes; \"{tensor.Name}\" is {tensor.Datatype} [{string.Join(", ", tensor.Shape)}] and needs {size} for each image.");
        }

        return new ModelInferRequest
        {
            Inputs = { new InferInputTensor { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { tensor.Shape.Select(side => side > 0 ? side : _binary.Length / size) } } },
            RawInputContents = { UnsafeByteOperations.UnsafeWrap(_binary) },
        };
    }

    /// <summary>The request, without the model's name and version.</summary>
    /// <exception cref="ProblemException">The body is not what the protocol describes.</exception>
    public ModelInferRequest ToRequest()
    {
        using var document = JsonRequest.Parse(_json);
        var json = document.RootElement;
        var request = new ModelInferRequest { Id = JsonRequest.OptionalText(json, "id") };
        JsonRequest.ReadParameters(json, "parameters", request.Parameters);
        _isBinaryByDefault = IsTrue(request.Parameters, BinaryOutput);
        foreach (var (input, path) in JsonRequest.Objects(json, "inputs"))
        {
            ReadInput(input, path, request);
        }

        CheckSize(request.RawInputContents.Sum(raw => (long)raw.Length));
        if (!_binary.IsEmpty)
        {
            throw JsonRequest.Fault($"{_binary.Length} bytes after the JSON belong to no tensor; {BinarySize} of the inputs must account for all of them.");
        }

        foreach (var (output, path) in JsonRequest.Objects(json, "outputs"))
        {
            var wanted = new InferRequestedOutputTensor { Name = JsonRequest.RequiredText(output, "name", path) };
            JsonRequest.ReadParameters(output, $"{path}.parameters", wanted.Parameters);
            if (wanted.Parameters.ContainsKey(BinaryData))
            {
                _binaryOutputs[wanted.Name] = IsTrue(wanted.Parameters, BinaryData);
            }

            request.Outputs.Add(wanted);
        }

        return request;
    }

    private static void CheckSize(long bytes)
    {
        if (bytes > MaxTensorBytes)
        {
            throw JsonRequest.Fault($"The tensors have {bytes} bytes; one call may have {MaxTensorBytes}. Send the images in several calls.");
        }
    }

    private void ReadInput(JsonElement input, string path, ModelInferRequest request)
    {
        var tensor = new InferInputTensor
        {
            Name = JsonRequest.RequiredText(input, "name", path),
            Datatype = JsonRequest.RequiredText(input, "datatype", path),
            Shape = { Shape(input, path) },
        };
        JsonRequest.ReadParameters(input, $"{path}.parameters", tensor.Parameters);
        request.Inputs.Add(tensor);
        var hasData = input.TryGetProperty("data", out var data);
        if (tensor.Parameters.TryGetValue(BinarySize, out var size))
        {
            if (hasData)
            {
                throw JsonRequest.Fault($"{path} has both data and {BinarySize}; give one of them.");
            }

            request.RawInputContents.Add(TakeBinary(size, path));
        }
        else
        {
            request.RawInputContents.Add(hasData ? ReadData(data, tensor, path) : throw JsonRequest.Fault($"{path}.data is missing."));
        }
    }

    private ByteString TakeBinary(InferParameter size, string path)
    {
        if (size.ParameterChoiceCase != InferParameter.ParameterChoiceOneofCase.Int64Param || size.Int64Param < 0 || size.Int64Param > _binary.Length)
        {
            throw JsonRequest.Fault($"{path}.parameters.{BinarySize} must be a number of bytes; {_binary.Length} are left after the JSON.");
        }

        var bytes = _binary[..(int)size.Int64Param];
        _binary = _binary[bytes.Length..];
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static List<long> Shape(JsonElement input, string path)
    {
        if (!input.TryGetProperty("shape", out var shape))
        {
            throw JsonRequest.Fault($"{path}.shape is missing.");
        }

        return shape.ValueKind == JsonValueKind.Array && shape.EnumerateArray().All(side => side.ValueKind == JsonValueKind.Number && side.TryGetInt64(out _))
            ? [.. shape.EnumerateArray().Select(side => side.GetInt64())]
            : throw JsonRequest.Fault($"{path}.shape must be a list of whole numbers.");
    }

    // Elements of a type that no model takes are not read: the service says so.
    private static ByteString ReadData(JsonElement data, InferInputTensor tensor, string path)
    {
        var bytes = new MemoryStream();
        Action<JsonElement, long>? write = tensor.Datatype switch
        {
            "UINT8" => (element, index) => bytes.WriteByte(
                element.ValueKind == JsonValueKind.Number && element.TryGetByte(out var value)
                    ? value
                    : throw Wrong(element, path, index, "a whole number from 0 to 255")),
            "FP32" => (element, index) => WriteFloat(bytes, element, path, index),
            "BYTES" => (element, index) => WriteBytes(bytes, element, path, index),
            _ => null,
        };
        if (write is not null)
        {
            var count = 0L;
            Visit(data, element => write(element, count++));
        }

        return UnsafeByteOperations.UnsafeWrap(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static void Visit(JsonElement data, Action<JsonElement> visit)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            visit(data);
            return;
        }

        foreach (var element in data.EnumerateArray())
        {
            Visit(element, visit);
        }
    }

    private static void WriteFloat(MemoryStream bytes, JsonElement element, string path, long index)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetSingle(out var value) || !float.IsFinite(value))
        {
            throw Wrong(element, path, index, "a number that FP32 can hold");
        }

        Span<byte> four = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(four, value);
        bytes.Write(four);
    }

    private static void WriteBytes(MemoryStream bytes, JsonElement element, string path, long index)
    {
        if (element.ValueKind != JsonValueKind.String || !element.TryGetBytesFromBase64(out var file))
        {
            throw Wrong(element, path, index, "a picture file in base64");
        }

        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, file.Length);
        bytes.Write(length);
        bytes.Write(file);
    }

    private static ProblemException Wrong(JsonElement element, string path, long index, string wanted) =>
        JsonRequest.Fault($"Element {index} of {path}.data is {CallerText.Shorten(element.GetRawText(), 40)}; it must be {wanted}.");

    private static bool IsTrue(Google.Protobuf.Collections.MapField<string, InferParameter> parameters, string name) =>
        parameters.TryGetValue(name, out var value)
        && (value.ParameterChoiceCase == InferParameter.ParameterChoiceOneofCase.BoolParam
            ? value.BoolParam
            : throw JsonRequest.Fault($"The parameter {name} must be true or false."));
}
