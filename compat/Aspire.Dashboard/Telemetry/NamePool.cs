namespace Aspire.Dashboard.Telemetry;

/// <summary>Keeps names that come again and again once only. When too many different ones come it starts afresh.</summary>
internal sealed class NamePool
{
    private const int MaxNames = 8192;
    private const int MaxLength = 512;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The same text, cut if it is very long.</summary>
    public string Get(string name)
    {
        if (name.Length > MaxLength)
        {
            name = string.Concat(name.AsSpan(0, MaxLength), "…");
        }

        if (_names.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_names.Count == MaxNames)
        {
            _names.Clear();
        }

        _names.Add(name);
        return name;
    }
}
