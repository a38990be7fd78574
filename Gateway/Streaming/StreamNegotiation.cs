using Digits.Gateway.Errors;
using Digits.Gateway.Routing;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Streaming;

/// <summary>Chooses the format of a stream by the Accept header.</summary>
internal static class StreamNegotiation
{
    /// <summary>
    /// The offer that the caller likes best; where it likes two alike, the one that it names, and then the first of: a file
    /// (where the stream is one), NDJSON, server-sent events.
    /// </summary>
    /// <exception cref="ProblemException">None is acceptable.</exception>
    public static IStreamFormat Choose(HttpRequest request, RestRoute route, RequestPath path)
    {
        var type = route.Rpc.Descriptor.OutputType;
        var offers = new List<(string MediaType, Func<IStreamFormat> Create)>
        {
            (NdjsonFormat.MediaType, () => new NdjsonFormat(route.Response)),
            ("application/json", () => new NdjsonFormat(route.Response)),
            (ServerSentEventsFormat.MediaType, () => new ServerSentEventsFormat(route.Response, type)),
        };
        if (FileFormat.DataFieldOf(type) is { } data)
        {
            offers.Insert(0, (FileFormat.MediaType, () => new FileFormat(data, FileNameOf(route, path))));
        }

        var header = request.Headers.Accept;
        if (header.Count == 0 || !MediaTypeHeaderValue.TryParseList(header, out var accepted))
        {
            return offers[0].Create();
        }

        var best = offers.Select(offer => (offer.Create, Rank: RankOf(offer.MediaType, accepted))).MaxBy(offer => offer.Rank);
        return best.Rank.Quality > 0
            ? best.Create()
            : throw new ProblemException(Problems.NotAcceptable(offers.Select(offer => offer.MediaType)));
    }

    private static (double Quality, int Precision) RankOf(string offer, IList<MediaTypeHeaderValue> accepted)
    {
        var media = new MediaTypeHeaderValue(offer);
        var range = accepted.Where(range => Covers(range, media)).MaxBy(Precision);
        return range is null ? (0, 0) : (range.Quality ?? 1, Precision(range));
    }

    private static bool Covers(MediaTypeHeaderValue range, MediaTypeHeaderValue media) =>
        range.MatchesAllTypes || (range.Type == media.Type && (range.MatchesAllSubTypes || range.SubType == media.SubType));

    private static int Precision(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;

    private static string FileNameOf(RestRoute route, RequestPath path)
    {
        var parts = route.Template.Variables.Select(variable => route.Template.Capture(variable, path).Replace('/', '-')).ToArray();
        return parts.Length == 0 ? route.Rpc.Descriptor.Name : string.Join('-', parts);
    }
}
