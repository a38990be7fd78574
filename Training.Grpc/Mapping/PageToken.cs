using System.Globalization;

namespace Digits.Training.Mapping;

/// <summary>Where a page of runs begins: below a run's ordinal.</summary>
internal static class PageToken
{
    private const char Mark = 'b';

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
            : throw Errors.InvalidPage("page_token", "must be the next_page_token of an earlier page.");
    }
}
