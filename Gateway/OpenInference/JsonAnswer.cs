using System.Text.Encodings.Web;
using System.Text.Json;
using Digits.OpenInference.V2;
using static Digits.OpenInference.V2.ModelMetadataResponse.Types;

namespace Digits.Gateway.OpenInference;

/// <summary>Writes answers in the protocol's JSON.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    // Keeps labels of any script readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an object.</summary>
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        var body = ToBytes(members);
        return SendAsync(context, body);
    }

    public static byte[] ToBytes(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    public static void WriteServer(this Utf8JsonWriter json, ServerMetadataResponse server)
    {
        json.WriteString("name", server.Name);
        json.WriteString("version", server.Version);
        json.WriteTexts("extensions", server.Extensions);
    }

    public static void WriteModel(this Utf8JsonWriter json, ModelMetadataResponse model)
    {
        json.WriteString("name", model.Name);
        json.WriteTexts("versions", model.Versions);
        json.WriteString("platform", model.Platform);
        json.WriteTensors("inputs", model.Inputs);
        json.WriteTensors("outputs", model.Outputs);
        json.WriteStartObject("properties");
        foreach (var (name, value) in model.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    public static void WriteStatistics(this Utf8JsonWriter json, ModelStatisticsResponse statistics)
    {
        json.WriteStartArray("model_stats");
        foreach (var model in statistics.ModelStats)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            json.WriteString("version", model.Version);
            json.WriteNumber("last_inference", model.LastInference);
            json.WriteNumber("inference_count", model.InferenceCount);
            json.WriteNumber("execution_count", model.ExecutionCount);
            json.WriteStartObject("inference_stats");
            json.WriteDuration("success", model.InferenceStats.Success);
            json.WriteDuration("fail", model.InferenceStats.Fail);
            json.WriteDuration("queue", model.InferenceStats.Queue);
            json.WriteDuration("compute_input", model.InferenceStats.ComputeInput);
            json.WriteDuration("compute_infer", model.InferenceStats.ComputeInfer);
            json.WriteDuration("compute_output", model.InferenceStats.ComputeOutput);
            json.WriteEndObject();
            json.WriteStartArray("batch_stats");
            foreach (var batch in model.BatchStats)
            {
                json.WriteStartObject();
                json.WriteNumber("batch_size", batch.BatchSize);
                json.WriteDuration("compute_input", batch.ComputeInput);
                json.WriteDuration("compute_infer", batch.ComputeInfer);
                json.WriteDuration("compute_output", batch.ComputeOutput);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Answers with the index, which is a list and not an object.</summary>
    public static Task WriteIndexAsync(HttpContext context, RepositoryIndexResponse index)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartArray();
            foreach (var model in index.Models)
            {
                json.WriteStartObject();
                json.WriteString("name", model.Name);
                json.WriteString("version", model.Version);
                json.WriteString("state", model.State);
                json.WriteString("reason", model.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return SendAsync(context, bytes.ToArray());
    }

    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteTensors(this Utf8JsonWriter json, string name, IEnumerable<TensorMetadata> tensors)
    {
        json.WriteStartArray(name);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("datatype", tensor.Datatype);
            json.WriteNumbers("shape", tensor.Shape);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDuration(this Utf8JsonWriter json, string name, StatisticDuration duration)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", duration.Count);
        json.WriteNumber("ns", duration.Ns);
        json.WriteEndObject();
    }
}
