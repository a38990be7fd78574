using System.Text.Json;
using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf.Collections;

namespace Digits.Gateway.OpenInference;

/// <summary>Reads JSON as the protocol writes it. Other members than those that are asked for are ignored, as the protocol wants it.</summary>
internal static class JsonRequest
{
    private const int MaxDepth = 64;

    /// <summary>The body, whatever its media type is; null when it is empty.</summary>
    /// <exception cref="ProblemException">It is not a JSON object.</exception>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        var body = await ReadBytesAsync(context);
        return body.IsEmpty ? null : Parse(body);
    }

    /// <summary>The whole body; the gateway limits its size.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context)
    {
        var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, 1 << 20));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <exception cref="ProblemException">The text is not a JSON object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json : throw Fault("The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ProblemException(Problems.MalformedJson(JsonBody.Describe(exception)));
        }
    }

    /// <summary>A request that is wrong; the message is a whole sentence.</summary>
    public static ProblemException Fault(string message) => new(new Problem(400, "INVALID_ARGUMENT", message, "INVALID_FIELD"));

    /// <summary>A text that may be left out.</summary>
    public static string OptionalText(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? "" : Text(value, name);

    /// <summary>A text that must be there.</summary>
    public static string RequiredText(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var value) ? Text(value, $"{path}.{name}") : throw Fault($"{path}.{name} is missing.");

    /// <summary>A truth value; false when it is left out.</summary>
    public static bool OptionalBool(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"{name} must be true or false."),
    };

    /// <summary>A list of objects; empty when it is left out.</summary>
    public static IEnumerable<(JsonElement Json, string Path)> Objects(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select((element, index) => element.ValueKind == JsonValueKind.Object
                ? (element, $"{name}[{index}]")
                : throw Fault($"{name}[{index}] must be an object."))
            : throw Fault($"{name} must be a list of tensors.");
    }

    /// <summary>Reads the parameters of a request to the repository.</summary>
    public static void ReadParameters(JsonDocument? json, MapField<string, ModelRepositoryParameter> parameters)
    {
        foreach (var (name, value) in json is null ? [] : Parameters(json.RootElement, "parameters"))
        {
            parameters[name] = value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => new ModelRepositoryParameter { BoolParam = value.GetBoolean() },
                JsonValueKind.Number when value.TryGetInt64(out var number) => new ModelRepositoryParameter { Int64Param = number },
                JsonValueKind.String => new ModelRepositoryParameter { StringParam = Text(value, name) },
                _ => throw Fault($"parameters.{CallerText.Shorten(name)} must be a string, a whole number, true or false."),
            };
        }
    }

    /// <summary>Reads the parameters of a request or a tensor.</summary>
    public static void ReadParameters(JsonElement json, string path, MapField<string, InferParameter> parameters)
    {
        foreach (var (name, value) in Parameters(json, path))
        {
            parameters[name] = value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => new InferParameter { BoolParam = value.GetBoolean() },
                JsonValueKind.Number when value.TryGetInt64(out var number) => new InferParameter { Int64Param = number },
                JsonValueKind.Number => new InferParameter { DoubleParam = value.GetDouble() },
                JsonValueKind.String => new InferParameter { StringParam = Text(value, name) },
                _ => throw Fault($"{path}.{CallerText.Shorten(name)} must be a string, a number, true or false."),
            };
        }
    }

    /// <summary>The text of a JSON string.</summary>
    public static string Text(JsonElement value, string path)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Fault($"{path} must be a string.");
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate such as \ud800 is half a character.
            throw Fault($"{path} is not valid Unicode.");
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Parameters(JsonElement json, string path)
    {
        if (!json.TryGetProperty("parameters", out var parameters))
        {
            return [];
        }

        try
        {
            return parameters.ValueKind == JsonValueKind.Object
                ? [.. parameters.EnumerateObject().Select(parameter => (parameter.Name, parameter.Value))]
                : throw Fault($"{path} must be an object.");
        }
        catch (InvalidOperationException)
        {
            throw Fault($"{path} has a name that is not valid Unicode.");
        }
    }
}
