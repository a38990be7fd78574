using System.Text.Json;
using Digits.Learning.Augmentation;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training;

namespace Digits.Learning.Persistence;

/// <summary>
/// Training settings to JSON and back, under the names that callers use. The layers stand elsewhere, and the number of threads is
/// left out: the outcome does not depend on it. A setting that is absent has its default, so that settings may be added.
/// </summary>
internal static class RecipeJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
    };

    public static void Write(Utf8JsonWriter writer, TrainingSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteNumber("seed", settings.Seed);
        writer.WriteNumber("epochs", settings.Epochs);
        writer.WriteNumber("batch_size", settings.BatchSize);
        writer.WriteNumber("lr", settings.LearningRate);
        writer.WritePropertyName("optimizer");
        JsonSerializer.Serialize(writer, settings.Optimizer, Format);
        writer.WritePropertyName("schedule");
        JsonSerializer.Serialize(writer, settings.Schedule, Format);
        writer.WriteNumber("label_smoothing", settings.LabelSmoothing);
        writer.WritePropertyName("augmentation");
        JsonSerializer.Serialize(writer, settings.Augmentation, Format);
        writer.WriteNumber("weight_averaging", settings.WeightAveraging);
        writer.WriteNumber("validation_share", settings.ValidationShare);
        writer.WriteNumber("patience", settings.Patience);
        writer.WriteBoolean("keep_best", settings.KeepBest);
        writer.WriteNumber("members", settings.Members);
        writer.WriteEndObject();
    }

    /// <param name="json">What <see cref="Write"/> wrote.</param>
    /// <param name="layers">The layers that belong to it.</param>
    /// <exception cref="FormatException">A setting is out of range.</exception>
    /// <exception cref="JsonException">A setting is of another kind.</exception>
    public static TrainingSettings Read(JsonElement json, IReadOnlyList<LayerSpec> layers)
    {
        var settings = new TrainingSettings
        {
            Layers = layers,
            Seed = json.GetProperty("seed").GetUInt32(),
            Epochs = json.GetProperty("epochs").GetInt32(),
            BatchSize = json.GetProperty("batch_size").GetInt32(),
            LearningRate = json.GetProperty("lr").GetDouble(),
            Optimizer = Value(json, "optimizer", new OptimizerSettings())!,
            Schedule = Value(json, "schedule", new ScheduleSettings())!,
            LabelSmoothing = Value(json, "label_smoothing", 0.0),
            Augmentation = Value<AugmentationSettings?>(json, "augmentation", null),
            WeightAveraging = Value(json, "weight_averaging", 0.0),
            ValidationShare = Value(json, "validation_share", 0.0),
            Patience = Value(json, "patience", 0),
            KeepBest = Value(json, "keep_best", false),
            Members = Value(json, "members", 1),
        };

        // The data may have brought a validation part of their own.
        return settings.Optimizer is not null && settings.Schedule is not null && settings.Check(hasValidation: true).Count == 0
            ? settings
            : throw new FormatException("A setting is out of range.");
    }

    private static T? Value<T>(JsonElement json, string key, T absent) =>
        json.TryGetProperty(key, out var value) ? value.Deserialize<T>(Format) : absent;
}
