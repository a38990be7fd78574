using System.Text.Json;
using Digits.Datasets.LabelPacks;

namespace Digits.Datasets.Formats;

/// <summary>Other names for the labels of an import; labels that it does not name stay as they are.</summary>
internal sealed class LabelMap
{
    /// <summary>The most bytes of a file that maps labels.</summary>
    public const int MaxFileSize = 4 << 20;

    private const int MaxRemembered = 100_000;

    // A value of a table may be as long as the row; what is longer than any label is judged again each time.
    private const int MaxRememberedLength = 2 * LabelText.MaxLength;

    private const int MaxNamed = 100_000;

    // More labels than these without a character are not named one by one.
    private const int MaxUnknown = 20;

    private readonly LabelPack? _pack;
    private readonly ImportFindings? _findings;
    private int _unknown;

    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Label, string Fault)> _known = new(StringComparer.Ordinal);

    private LabelMap(LabelPack? pack, ImportFindings? findings)
    {
        _pack = pack;
        _findings = findings;
    }

    /// <summary>Makes a map from the caller's settings.</summary>
    /// <param name="labels">The other names that the caller gives.</param>
    /// <param name="pack">Names labels that have no other name; null for none.</param>
    /// <param name="findings">Told which labels the pack does not have.</param>
    /// <exception cref="RefusalException">A label of the map breaks the rule for labels.</exception>
    public static LabelMap Of(IEnumerable<KeyValuePair<string, string>> labels, LabelPack? pack = null, ImportFindings? findings = null)
    {
        var map = new LabelMap(pack, findings);
        foreach (var (from, to) in labels)
        {
            map._labels[Known(from)] = LabelText.TryNormalize(to, out var label, out var fault)
                ? label
                : throw Errors.LabelMapInvalid($"The label map's other name for {Errors.Quote(from)} {fault}.");
        }

        return map;
    }

    /// <summary>Adds what a JSON file of strings says about labels that are not named yet.</summary>
    /// <returns>What is wrong with the file; null when nothing is.</returns>
    public string? AddFile(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.String)
                {
                    return "It is no label map: a JSON object of strings such as {\"0\": \"zero\"}.";
                }

                if (!LabelText.TryNormalize(property.Value.GetString()!, out var label, out var fault))
                {
                    return $"Its other name for {Errors.Quote(property.Name)} {fault}.";
                }

                if (property.Name.Length > MaxRememberedLength)
                {
                    return $"It names a label of more than {LabelText.MaxLength} characters.";
                }

                if (_labels.Count == MaxNamed)
                {
                    return $"It brings the labels that are named to above {MaxNamed}.";
                }

                _labels.TryAdd(Known(property.Name), label);
            }

            return null;
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException)
        {
            return "It begins as JSON and is none.";
        }
    }

    /// <summary>Checks a label and gives it its other name, if it has one.</summary>
    /// <param name="text">The label as a file has it.</param>
    /// <param name="label">The label as it is kept; empty when there is a fault.</param>
    /// <param name="fault">As <see cref="LabelText.TryNormalize"/> says it.</param>
    public bool TryMap(string text, out string label, out string fault)
    {
        if (!_known.TryGetValue(text, out var known))
        {
            var valid = LabelText.TryNormalize(text, out var normal, out var wrong);
            known = (valid ? Named(normal) : "", wrong);
            if (_known.Count < MaxRemembered && text.Length <= MaxRememberedLength)
            {
                _known.Add(text, known);
            }
        }

        (label, fault) = known;
        return label.Length > 0;
    }

    private string Named(string label)
    {
        if (_labels.TryGetValue(label, out var named))
        {
            return named;
        }

        if (_pack?.Find(label) is { } character)
        {
            return character;
        }

        if (_pack is not null && ++_unknown <= MaxUnknown + 1)
        {
            var what = _unknown <= MaxUnknown ? Errors.Quote(label) : "more labels";
            _findings?.Assume("label_pack", _pack.Name, $"The label pack {_pack.Name} has no character for {what}; such labels stay as they are.");
        }

        return label;
    }

    private static string Known(string text) => LabelText.TryNormalize(text, out var known, out _) ? known : text;
}
