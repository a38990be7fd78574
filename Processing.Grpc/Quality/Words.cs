using System.Globalization;

namespace Digits.Processing.Quality;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    private const int MaxListed = 10;

    /// <summary>"1 sample", "2,000 samples".</summary>
    public static string Count(int count, string what) =>
        count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}s");

    /// <summary>"0, 1 and 2", at most ten of them.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        <= MaxListed => $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}",
        _ => $"{string.Join(", ", items.Take(MaxListed))} and {items.Count - MaxListed} more",
    };
}
