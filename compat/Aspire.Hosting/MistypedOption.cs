namespace Aspire.Hosting;

/// <summary>
/// Finds options that are almost one of those that publishing takes. Any other option is a setting of the application, so only a
/// slip of the fingers can be told.
/// </summary>
internal static class MistypedOption
{
    private const int MaxSlips = 2;

    private static readonly string[] Known = ["operation", "publisher", "output-path"];

    /// <exception cref="DistributedApplicationException">There is one.</exception>
    public static void Refuse(IEnumerable<string> args)
    {
        foreach (var arg in args.Where(a => a.StartsWith("--", StringComparison.Ordinal)))
        {
            var option = arg[2..].Split('=')[0];
            if (!Known.Contains(option, StringComparer.OrdinalIgnoreCase) && Known.FirstOrDefault(k => Slips(option, k) <= MaxSlips) is { } meant)
            {
                throw new DistributedApplicationException($"There is no option '--{option}'; did you mean '--{meant}'?");
            }
        }
    }

    /// <summary>The number of letters to change, add or leave out (Levenshtein), regardless of case.</summary>
    private static int Slips(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
