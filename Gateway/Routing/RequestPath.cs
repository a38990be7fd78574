namespace Digits.Gateway.Routing;

/// <summary>The path of a request, cut into segments before anything is decoded: an encoded slash or colon is part of a name.</summary>
internal sealed class RequestPath
{
    private readonly string[] _segments;
    private readonly string _lastWithoutVerb;

    private RequestPath(string[] segments, string lastWithoutVerb, string verb)
    {
        _segments = segments;
        _lastWithoutVerb = lastWithoutVerb;
        Verb = verb;
    }

    public int Count => _segments.Length;

    /// <summary>What follows the last colon of the last segment; empty without one.</summary>
    public string Verb { get; }

    /// <summary>A decoded segment; the last one with or without its verb.</summary>
    public string Segment(int index, bool withoutVerb) =>
        withoutVerb && index == _segments.Length - 1 ? _lastWithoutVerb : _segments[index];

    /// <param name="target">The target of the request line: <c>/path?query</c>, or a whole address.</param>
    public static RequestPath Parse(string target)
    {
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var address))
        {
            target = address.AbsolutePath;
        }

        var end = target.AsSpan().IndexOfAny('?', '#');
        var raw = (end < 0 ? target : target[..end]).TrimStart('/').Split('/');
        var last = raw[^1];
        var colon = last.LastIndexOf(':');
        var withoutVerb = colon < 0 ? last : last[..colon];
        var verb = colon < 0 ? "" : last[(colon + 1)..];
        return new RequestPath(
            Array.ConvertAll(raw, Uri.UnescapeDataString), Uri.UnescapeDataString(withoutVerb), Uri.UnescapeDataString(verb));
    }
}
