using System.Text.Json;
using System.Text.Json.Nodes;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Learning.Persistence;

/// <summary>
/// Training settings to JSON and back, field by field of <see cref="RecipeFields"/>. The layers stand elsewhere. A setting that is absent has
/// its default, so that settings may be added.
/// </summary>
internal static class RecipeJson
{
    private const string Augmentation = "augmentation";

    public static void Write(Utf8JsonWriter writer, TrainingSettings settings)
    {
        var recipe = new JsonObject();
        foreach (var field in RecipeFields.All)
        {
            if (field.Owner == Augmentation && settings.Augmentation is null)
            {
                recipe[Augmentation] = null;
                continue;
            }

            var owner = field.Owner.Length == 0 ? recipe : (JsonObject)(recipe[field.Owner] ??= new JsonObject());
            owner[field.Name] = JsonSerializer.SerializeToNode(field.Get(settings), field.ValueType);
        }

        recipe.WriteTo(writer);
    }

    /// <param name="json">What <see cref="Write"/> wrote.</param>
    /// <param name="layers">The layers that belong to it.</param>
    /// <exception cref="FormatException">A setting is missing or out of range.</exception>
    /// <exception cref="JsonException">A setting is of another kind.</exception>
    public static TrainingSettings Read(JsonElement json, IReadOnlyList<LayerSpec> layers)
    {
        var settings = RecipeFields.Defaults with { Layers = layers };
        foreach (var field in RecipeFields.All)
        {
            if (TryFind(json, field, out var value))
            {
                settings = field.Set(settings, value.Deserialize(field.ValueType) ?? throw new FormatException($"{field.Path} is null."));
            }
            else if (field.IsRequired)
            {
                throw new FormatException($"{field.Path} is missing.");
            }
        }

        // The data may have brought a validation part of their own.
        return settings.Check(hasValidation: true).Count == 0 ? settings : throw new FormatException("A setting is out of range.");
    }

    private static bool TryFind(JsonElement recipe, RecipeField field, out JsonElement value)
    {
        value = default;
        if (field.Owner.Length == 0)
        {
            return recipe.TryGetProperty(field.Name, out value);
        }

        if (!recipe.TryGetProperty(field.Owner, out var owner) || (field.Owner == Augmentation && owner.ValueKind == JsonValueKind.Null))
        {
            return false;
        }

        return owner.ValueKind == JsonValueKind.Object
            ? owner.TryGetProperty(field.Name, out value)
            : throw new JsonException($"{field.Owner} is no object.");
    }
}
