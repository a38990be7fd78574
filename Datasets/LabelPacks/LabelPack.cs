using System.Text.Json;

namespace Digits.Datasets.LabelPacks;

/// <summary>
/// Character names for the classes of data sets whose files have only numbers or romanised names, so that they are trained on and read as
/// what they are.
/// </summary>
internal sealed class LabelPack
{
    private readonly Lazy<Dictionary<string, string>> _characters;

    public LabelPack() => _characters = new(MakeCharacters);

    /// <summary>Names it, for example "devanagari-digits".</summary>
    public required string Name { get; init; }

    /// <summary>What it is called, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The characters in the order of the numbers that files have for them.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The number of the first of <see cref="Labels"/>; the others follow.</summary>
    public int FirstNumber { get; init; }

    /// <summary>What else each of <see cref="Labels"/> may be called, in their order; empty where there is nothing else.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The character that a label of a file stands for: a class number, a name in any case, or the character itself.</summary>
    /// <param name="label">The label, in its one form.</param>
    /// <returns>The character; null where the pack has none.</returns>
    public string? Find(string label) => _characters.Value.GetValueOrDefault(label);

    private Dictionary<string, string> MakeCharacters()
    {
        // A number is looked at before a character: in the pack of digits and letters, class 10 is "A" and class 1 is "1".
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Labels.Count; i++)
        {
            found.Add((FirstNumber + i).ToString(CultureInfo.InvariantCulture), Labels[i]);
        }

        foreach (var label in Labels)
        {
            found.TryAdd(label, label);
        }

        foreach (var (name, label) in Names.Zip(Labels))
        {
            found.TryAdd(name, label);
            found.TryAdd(name.ToUpperInvariant(), label);
            found.TryAdd(string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1)), label);
        }

        return found;
    }
}

/// <summary>The packs that are known, from <c>label-packs.json</c>, which is part of the assembly.</summary>
internal static class LabelPackList
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The packs, by title.</summary>
    public static IReadOnlyList<LabelPack> All { get; } = Read();

    /// <summary>The pack of a name; null where the name is empty.</summary>
    /// <exception cref="RefusalException">There is no such pack.</exception>
    public static LabelPack? Get(string name) => name.Length == 0
        ? null
        : All.FirstOrDefault(pack => pack.Name == name) ?? throw Errors.LabelPackUnknown(name, All.Select(pack => pack.Name));

    private static LabelPack[] Read()
    {
        using var stream = typeof(LabelPackList).Assembly.GetManifestResourceStream("label-packs.json")
            ?? throw new InvalidOperationException("The list of label packs is part of the assembly.");
        return [.. JsonSerializer.Deserialize<LabelPack[]>(stream, Json)!.OrderBy(pack => pack.Title, StringComparer.Ordinal)];
    }
}
