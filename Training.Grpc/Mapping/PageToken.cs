using System.Globalization;
using Digits.Training.Runs;

namespace Digits.Training.Mapping;

/// <summary>Where a page begins: below a run's ordinal or a suspect's rank, or after a version of a model.</summary>
internal static class PageToken
{
    private const char Mark = 'b';
    private const char VersionMark = 'm';
    private const char Separator = ':';

    public static string Create(long before) => Mark + before.ToString("x", CultureInfo.InvariantCulture);

    /// <exception cref="Grpc.Core.RpcException">The token was not made here.</exception>
    public static long Read(string token)
    {
        if (token.Length == 0)
        {
            return long.MaxValue;
        }

        return token[0] == Mark
            && long.TryParse(token.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var before)
            && before > 0
            ? before
            : throw Fault();
    }

    /// <summary>A page that begins after this version.</summary>
    public static string Create(string model, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{VersionMark}{version}{Separator}{model}");

    /// <returns>The version to begin after; null for the first page.</returns>
    /// <exception cref="Grpc.Core.RpcException">The token was not made here.</exception>
    public static (string Model, int Version)? ReadVersion(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        var end = token.IndexOf(Separator, StringComparison.Ordinal);
        return token[0] == VersionMark
            && end > 0
            && int.TryParse(token.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && RunPlanner.ModelName.IsMatch(token[(end + 1)..])
            ? (token[(end + 1)..], version)
            : throw Fault();
    }

    private static Grpc.Core.RpcException Fault() => Errors.InvalidPage("page_token", "must be the next_page_token of an earlier page.");
}
