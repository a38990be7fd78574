using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Digits.OpenInference.V2;
using Google.Protobuf;
using static Digits.OpenInference.V2.ModelInferResponse.Types;

namespace Digits.Gateway.OpenInference;

/// <summary>Writes an inference response as JSON, or as JSON followed by the bytes of tensors.</summary>
internal static class InferAnswer
{
    private const string BinaryContentType = "application/octet-stream";

    /// <param name="context">The request.</param>
    /// <param name="answer">The service's answer, with raw tensors.</param>
    /// <param name="isBinary">Whether a tensor of this name is wanted as bytes.</param>
    public static async Task WriteAsync(HttpContext context, ModelInferResponse answer, Func<string, bool> isBinary)
    {
        var binary = answer.Outputs.Select((output, index) => (output.Name, Raw: answer.RawOutputContents[index])).Where(output => isBinary(output.Name)).ToList();
        var json = JsonAnswer.ToBytes(writer => Write(writer, answer, isBinary));
        var response = context.Response;
        response.ContentType = binary.Count == 0 ? JsonAnswer.ContentType : BinaryContentType;
        response.ContentLength = json.Length + binary.Sum(output => (long)output.Raw.Length);
        if (binary.Count > 0)
        {
            response.Headers[InferBody.LengthHeader] = json.Length.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(json, context.RequestAborted);
        foreach (var (_, raw) in binary)
        {
            await response.Body.WriteAsync(raw.Memory, context.RequestAborted);
        }
    }

    private static void Write(Utf8JsonWriter json, ModelInferResponse answer, Func<string, bool> isBinary)
    {
        json.WriteString("model_name", answer.ModelName);
        json.WriteString("model_version", answer.ModelVersion);
        if (answer.Id.Length > 0)
        {
            json.WriteString("id", answer.Id);
        }

        json.WriteStartArray("outputs");
        for (var i = 0; i < answer.Outputs.Count; i++)
        {
            var (output, raw) = (answer.Outputs[i], answer.RawOutputContents[i]);
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            json.WriteString("datatype", output.Datatype);
            json.WriteNumbers("shape", output.Shape);
            if (isBinary(output.Name))
            {
                json.WriteStartObject("parameters");
                json.WriteNumber("binary_data_size", raw.Length);
                json.WriteEndObject();
            }
            else
            {
                json.WriteStartArray("data");
                WriteData(json, output, raw);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteData(Utf8JsonWriter json, InferOutputTensor output, ByteString raw)
    {
        var rest = raw.Span;
        while (!rest.IsEmpty)
        {
            if (output.Datatype == "FP32")
            {
                json.WriteNumberValue(BinaryPrimitives.ReadSingleLittleEndian(rest));
                rest = rest[sizeof(float)..];
                continue;
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            json.WriteStringValue(Encoding.UTF8.GetString(rest.Slice(sizeof(int), length)));
            rest = rest[(sizeof(int) + length)..];
        }
    }
}
