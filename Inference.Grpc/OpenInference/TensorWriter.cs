using System.Buffers.Binary;
using System.Globalization;
using Digits.Inference.Mapping;
using Digits.Inference.Models;
using Digits.OpenInference.V2;
using Google.Protobuf;
using static Digits.OpenInference.V2.ModelInferRequest.Types;
using static Digits.OpenInference.V2.ModelInferResponse.Types;

namespace Digits.Inference.OpenInference;

/// <summary>Writes the output tensors that a request asks for.</summary>
internal static class TensorWriter
{
    /// <summary>The probability of every class, FP32 [n, classes].</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The label of the most probable class, BYTES [n].</summary>
    public const string Label = "label";

    private const string Classification = "classification";

    /// <summary>Checks what is asked for, before anything is computed.</summary>
    /// <returns>The outputs in the order wanted, with the number of classes to name, or 0.</returns>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: there is no such output, or a parameter is wrong.</exception>
    public static IReadOnlyList<WantedOutput> Check(ModelInferRequest request)
    {
        var wanted = request.Outputs.Count == 0
            ? [new(Probabilities, 0), new(Label, 0)]
            : request.Outputs.Select(Check).ToArray();
        var repeated = wanted.GroupBy(output => output.Name).FirstOrDefault(group => group.Count() > 1);
        return repeated is null ? wanted : throw TensorFaults.RepeatedOutput(repeated.Key);
    }

    /// <summary>The answer: raw where the request was, else in typed contents.</summary>
    public static ModelInferResponse Write(ModelInferRequest request, IReadOnlyList<WantedOutput> wanted, LoadedModel model, double[][] results)
    {
        var isRaw = request.RawInputContents.Count > 0;
        var response = new ModelInferResponse { ModelName = model.Name, ModelVersion = $"{model.Version}", Id = request.Id };
        foreach (var output in wanted)
        {
            var (tensor, raw) = output switch
            {
                { Name: Label } => Texts(Label, [results.Length], results.Select(one => model.Labels[one.IndexOfMax()]), isRaw),
                { Classes: > 0 } => Classes(output.Classes, model, results, isRaw),
                _ => Values(results, isRaw),
            };
            response.Outputs.Add(tensor);
            if (isRaw)
            {
                response.RawOutputContents.Add(raw);
            }
        }

        return response;
    }

    private static WantedOutput Check(InferRequestedOutputTensor output)
    {
        if (output.Name is not (Probabilities or Label))
        {
            throw TensorFaults.UnknownOutput(output.Name, $"\"{Probabilities}\" and \"{Label}\"");
        }

        if (!output.Parameters.TryGetValue(Classification, out var parameter))
        {
            return new WantedOutput(output.Name, 0);
        }

        var classes = parameter.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.Int64Param => parameter.Int64Param,
            InferParameter.ParameterChoiceOneofCase.Uint64Param => (long)Math.Min(parameter.Uint64Param, int.MaxValue),
            _ => 0,
        };
        return classes < 1 ? throw TensorFaults.WrongParameter(Classification, "must be a whole number of classes, at least 1")
            : output.Name != Probabilities ? throw TensorFaults.WrongParameter(Classification, $"belongs to the output \"{Probabilities}\"")
            : new WantedOutput(output.Name, (int)Math.Min(classes, int.MaxValue));
    }

    private static (InferOutputTensor, ByteString) Values(double[][] results, bool isRaw)
    {
        var tensor = new InferOutputTensor { Name = Probabilities, Datatype = TensorReader.Fp32, Shape = { results.Length, results[0].Length } };
        if (!isRaw)
        {
            tensor.Contents = new InferTensorContents { Fp32Contents = { results.SelectMany(one => one).Select(value => (float)value) } };
            return (tensor, ByteString.Empty);
        }

        var bytes = new byte[results.Length * results[0].Length * sizeof(float)];
        var rest = bytes.AsSpan();
        foreach (var value in results.SelectMany(one => one))
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, (float)value);
            rest = rest[sizeof(float)..];
        }

        return (tensor, UnsafeByteOperations.UnsafeWrap(bytes));
    }

    // Each text is "probability:index:label", the most probable class first.
    private static (InferOutputTensor, ByteString) Classes(int classes, LoadedModel model, double[][] results, bool isRaw)
    {
        var count = Math.Min(classes, model.Labels.Count);
        var texts =
            from one in results
            from index in Enumerable.Range(0, one.Length).OrderByDescending(index => one[index]).Take(count)
            select string.Create(CultureInfo.InvariantCulture, $"{one[index]:F6}:{index}:{model.Labels[index]}");
        return Texts(Probabilities, [results.Length, count], texts, isRaw);
    }

    private static (InferOutputTensor, ByteString) Texts(string name, long[] shape, IEnumerable<string> texts, bool isRaw)
    {
        var tensor = new InferOutputTensor { Name = name, Datatype = TensorReader.Bytes, Shape = { shape } };
        var elements = texts.Select(ByteString.CopyFromUtf8);
        if (!isRaw)
        {
            tensor.Contents = new InferTensorContents { BytesContents = { elements } };
            return (tensor, ByteString.Empty);
        }

        var raw = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var element in elements)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, element.Length);
            raw.Write(length);
            raw.Write(element.Span);
        }

        return (tensor, UnsafeByteOperations.UnsafeWrap(raw.ToArray()));
    }
}

/// <summary>An output that a request asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Classes">How many of the most probable classes it names; 0 for the values themselves.</param>
internal sealed record WantedOutput(string Name, int Classes);
