using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace Digits.Gateway.Routing;

/// <summary>
/// Gives routing a path in which the encoded form of a slash, a colon and a percent sign is kept. Kestrel decodes a path except for
/// <c>%2F</c>: after that, nobody can tell a name with <c>%2F</c> in it from one with a slash, nor a colon of a name from the one of a verb.
/// </summary>
internal static partial class EncodedPath
{
    /// <summary>Sets the path of each request that has encoded characters; put it before routing and after what serves files.</summary>
    public static IApplicationBuilder UseEncodedPath(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.Contains('%'))
        {
            var path = PathOf(target);
            if (path.StartsWith('/') && path.Contains('%'))
            {
                context.Request.Path = new PathString(Part().Replace(path, part => Reserve(Uri.UnescapeDataString(part.Value))));
            }
        }

        return next(context);
    });

    /// <summary>Encodes the characters of a decoded segment that have a meaning in a path.</summary>
    public static string Reserve(string segment) => segment
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("/", "%2F", StringComparison.Ordinal)
        .Replace(":", "%3A", StringComparison.Ordinal);

    // The target of a request line is "/path?query" or, for proxies, a whole address.
    private static string PathOf(string target)
    {
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var address))
        {
            return address.AbsolutePath;
        }

        var end = target.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }

    [GeneratedRegex("[^/:]+")]
    private static partial Regex Part();
}
