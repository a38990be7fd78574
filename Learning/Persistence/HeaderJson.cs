using System.Text.Json;
using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence;

/// <summary>
/// A model header and its networks' layers to JSON and back. Keys are written in one fixed order and all but the recipe are
/// required on reading, in any order.
/// </summary>
internal static class HeaderJson
{
    private const int MaxLabels = ArchitectureLimits.Units;

    public static byte[] Write(ModelHeader header, Committee model)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("model", header.Model);
            writer.WriteNumber("version", header.Version);
            writer.WriteStartArray("labels");
            foreach (var label in header.Labels)
            {
                writer.WriteStringValue(label);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("input_shape");
            writer.WriteNumberValue(header.InputShape.Height);
            writer.WriteNumberValue(header.InputShape.Width);
            writer.WriteNumberValue(header.InputShape.Channels);
            writer.WriteEndArray();
            writer.WriteStartArray("members");
            foreach (var member in model.Members)
            {
                Architecture.Write(writer, member.Architecture.Layers);
            }

            writer.WriteEndArray();
            writer.WriteString("preprocessing", header.Preprocessing);
            writer.WriteString("dataset", header.Dataset);
            writer.WriteString("dataset_version", header.DatasetVersion);
            writer.WriteNumber("seed", header.Seed);
            writer.WriteNumber("epochs", header.Epochs);
            writer.WriteNumber("batch_size", header.BatchSize);
            writer.WriteNumber("lr", header.LearningRate);
            if (header.Recipe is not null)
            {
                writer.WritePropertyName("recipe");
                RecipeJson.Write(writer, header.Recipe);
            }

            WriteOptional(writer, "test_accuracy", header.TestAccuracy);
            WriteOptional(writer, "test_loss", header.TestLoss);
            writer.WriteString("created_at", header.CreatedAt);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads a header and the layers of every network, at least one.</summary>
    /// <exception cref="ModelFormatException">The bytes are not a valid header.</exception>
    public static (ModelHeader Header, IReadOnlyList<Architecture> Members) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            // System.Text.Json throws these for bad syntax, a value of another kind, an absent key, a bad date or a number out of range.
            throw new ModelFormatException("The model file's header is not valid.", exception);
        }
        catch (ArchitectureException exception)
        {
            throw new ModelFormatException($"The model file's layers are not valid: {exception.Message}", exception);
        }
    }

    private static (ModelHeader Header, IReadOnlyList<Architecture> Members) Read(JsonElement root)
    {
        var shape = root.GetProperty("input_shape");
        var labels = root.GetProperty("labels");
        if (shape.GetArrayLength() != 3 || labels.GetArrayLength() > MaxLabels)
        {
            throw new FormatException();
        }

        var members = Members(root);
        var header = new ModelHeader
        {
            Model = Text(root, "model"),
            Version = root.GetProperty("version").GetInt32(),
            Labels = [.. labels.EnumerateArray().Select(label => label.GetString() ?? throw new FormatException())],
            InputShape = new ImageShape(shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32()),
            Layers = members[0].Layers,
            Preprocessing = Text(root, "preprocessing"),
            Dataset = Text(root, "dataset"),
            DatasetVersion = Text(root, "dataset_version"),
            Seed = root.GetProperty("seed").GetUInt32(),
            Epochs = root.GetProperty("epochs").GetInt32(),
            BatchSize = root.GetProperty("batch_size").GetInt32(),
            LearningRate = root.GetProperty("lr").GetDouble(),
            Recipe = root.TryGetProperty("recipe", out var recipe) ? RecipeJson.Read(recipe, members[0].Layers) : null,
            TestAccuracy = Optional(root, "test_accuracy"),
            TestLoss = Optional(root, "test_loss"),
            CreatedAt = root.GetProperty("created_at").GetDateTimeOffset(),
        };
        return (header, members);
    }

    /// <summary>Format version 1 had only one network, whose layers were under the key <c>layers</c>.</summary>
    private static List<Architecture> Members(JsonElement root)
    {
        if (!root.TryGetProperty("members", out var members))
        {
            return [Member(root.GetProperty("layers"))];
        }

        return members.GetArrayLength() is >= 1 and <= Committee.MaxMembers
            ? [.. members.EnumerateArray().Select(Member)]
            : throw new FormatException();
    }

    private static Architecture Member(JsonElement layers) =>
        layers.ValueKind == JsonValueKind.Array ? Architecture.Parse(layers) : throw new FormatException();

    private static string Text(JsonElement root, string key) => root.GetProperty(key).GetString() ?? throw new FormatException();

    private static double? Optional(JsonElement root, string key)
    {
        var value = root.GetProperty(key);
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string key, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(key, number);
        }
        else
        {
            writer.WriteNull(key);
        }
    }
}
