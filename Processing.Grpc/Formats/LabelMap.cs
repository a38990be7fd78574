namespace Digits.Processing.Formats;

/// <summary>Other names for the labels of an import; labels that it does not name stay as they are.</summary>
internal sealed class LabelMap
{
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    /// <summary>Makes a map of what the caller said.</summary>
    /// <exception cref="Grpc.Core.RpcException">A label of the map breaks the rule for labels.</exception>
    public static LabelMap Of(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var map = new LabelMap();
        foreach (var (from, to) in labels)
        {
            if (!LabelText.TryNormalize(to, out var label, out var fault))
            {
                throw Errors.LabelMapInvalid(from, fault);
            }

            map._labels[LabelText.TryNormalize(from, out var known, out _) ? known : from] = label;
        }

        return map;
    }

    /// <summary>Checks a label and gives it its other name, if it has one.</summary>
    public bool TryMap(string text, out string label, out string fault)
    {
        if (!LabelText.TryNormalize(text, out var known, out fault))
        {
            label = "";
            return false;
        }

        label = _labels.GetValueOrDefault(known, known);
        return true;
    }
}
