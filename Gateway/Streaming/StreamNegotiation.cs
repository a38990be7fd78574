using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Streaming;

/// <summary>Chooses the format of a stream by the Accept header.</summary>
internal static class StreamNegotiation
{
    /// <summary>
    /// The format with the highest quality in the Accept header. Of several, the one that the header names most exactly, and then the first of:
    /// a file (if the messages have a data field), NDJSON, server-sent events.
    /// </summary>
    /// <param name="accept">The Accept header.</param>
    /// <param name="type">The type of the stream's messages.</param>
    /// <param name="shape">Writes them as JSON.</param>
    /// <param name="fileName">The name of a file, where its messages do not tell it.</param>
    /// <exception cref="ProblemException">None is acceptable.</exception>
    public static StreamFormat Choose(StringValues accept, MessageDescriptor type, ResponseShape shape, Func<string> fileName)
    {
        var offers = new List<(string MediaType, Func<StreamFormat> Create)>
        {
            (NdjsonFormat.MediaType, () => new NdjsonFormat(shape)),
            ("application/json", () => new NdjsonFormat(shape)),
            (ServerSentEventsFormat.MediaType, () => new ServerSentEventsFormat(shape, type)),
        };
        if (FileFormat.DataFieldOf(type) is { } data)
        {
            offers.Insert(0, (FileFormat.MediaType, () => new FileFormat(data, fileName())));
        }

        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var accepted))
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
}
