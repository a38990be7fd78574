namespace Digits.Gateway.Routing;

/// <summary>A path template of google.api.http, for example <c>/api/v1/runs/{run}:watch</c>.</summary>
internal sealed class PathTemplate
{
    public PathTemplate(string text, IReadOnlyList<TemplateSegment> segments, IReadOnlyList<TemplateVariable> variables, string verb)
    {
        Text = text;
        Segments = segments;
        Variables = variables;
        Verb = verb;
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    public IReadOnlyList<TemplateSegment> Segments { get; }

    public IReadOnlyList<TemplateVariable> Variables { get; }

    /// <summary>What follows the last colon; empty without one.</summary>
    public string Verb { get; }

    /// <summary>The template without the names of its variables: two templates of one shape match the same paths.</summary>
    public string Shape => "/" + string.Join('/', Segments) + (Verb.Length == 0 ? "" : ":" + Verb);

    private bool EndsOpen => Segments[^1].Kind == SegmentKind.Rest;

    public bool Matches(RequestPath path)
    {
        if (Verb.Length > 0 && !string.Equals(Verb, path.Verb, StringComparison.Ordinal))
        {
            return false;
        }

        var fixedCount = EndsOpen ? Segments.Count - 1 : Segments.Count;
        if (path.Count < fixedCount || (path.Count > fixedCount && !EndsOpen))
        {
            return false;
        }

        for (var i = 0; i < fixedCount; i++)
        {
            var actual = path.Segment(i, Verb.Length > 0);
            if (Segments[i].Kind == SegmentKind.Literal ? actual != Segments[i].Literal : actual.Length == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value that a variable takes from a path that matches.</summary>
    public string Capture(TemplateVariable variable, RequestPath path)
    {
        var single = variable.Count == 1 && Segments[variable.Start].Kind != SegmentKind.Rest;
        if (single)
        {
            return path.Segment(variable.Start, Verb.Length > 0);
        }

        var open = Segments[variable.Start + variable.Count - 1].Kind == SegmentKind.Rest;
        var end = open ? path.Count : variable.Start + variable.Count;
        // A slash inside a segment stays encoded, so that the value still tells it from the slashes between segments.
        return string.Join('/', Enumerable.Range(variable.Start, end - variable.Start)
            .Select(index => path.Segment(index, Verb.Length > 0).Replace("/", "%2F", StringComparison.Ordinal)));
    }

    /// <summary>Orders the more specific template first: literals before <c>*</c> before <c>**</c>, from the left.</summary>
    public static int CompareSpecificity(PathTemplate left, PathTemplate right)
    {
        for (var i = 0; i < Math.Min(left.Segments.Count, right.Segments.Count); i++)
        {
            var order = left.Segments[i].Kind.CompareTo(right.Segments[i].Kind);
            if (order != 0)
            {
                return order;
            }
        }

        return right.Segments.Count.CompareTo(left.Segments.Count);
    }

    public override string ToString() => Text;
}
