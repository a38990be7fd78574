namespace Digits.Gateway.Routing;

/// <summary>A path template of google.api.http, for example <c>/api/v1/runs/{run}:watch</c>, and the ASP.NET Core route that it is.</summary>
/// <param name="Text">The template as written.</param>
/// <param name="Segments">Its segments; the ones of a variable stand among them.</param>
/// <param name="Variables">Its variables.</param>
/// <param name="Verb">What follows the last colon; empty without one.</param>
internal sealed record PathTemplate(
    string Text, IReadOnlyList<TemplateSegment> Segments, IReadOnlyList<TemplateVariable> Variables, string Verb)
{
    /// <summary>The template without the names of its variables: two templates of one shape match the same paths.</summary>
    public string Shape => "/" + string.Join('/', Segments) + Suffix;

    /// <summary>
    /// The route pattern. A wildcard becomes a route parameter; a verb after <c>**</c>, which a route cannot spell out, becomes a constraint.
    /// </summary>
    public string Pattern => "/" + string.Join('/', Segments.Select(PatternOf)) + (EndsOpen ? "" : Suffix);

    private string Suffix => Verb.Length == 0 ? "" : ":" + Verb;

    private bool EndsOpen => Segments[^1].Kind == SegmentKind.Rest;

    /// <summary>Whether every path that another template matches is matched by this one too, verbs aside.</summary>
    public bool Covers(PathTemplate other) =>
        Segments.Count == other.Segments.Count
        && Segments.Zip(other.Segments).All(pair => pair.First.Kind > pair.Second.Kind || pair.First == pair.Second);

    /// <summary>The value of a variable in a request that this route matched, percent-decoded.</summary>
    public string Capture(TemplateVariable variable, RouteValueDictionary values)
    {
        if (variable.Count == 1 && Segments[variable.Start].Kind == SegmentKind.One)
        {
            return Uri.UnescapeDataString((string)values[variable.Field]!);
        }

        var parts = Enumerable.Range(variable.Start, variable.Count)
            .Select(index => Segments[index].Kind == SegmentKind.Literal ? Segments[index].Literal : ValueOf(index, values))
            .Where(part => part.Length > 0);
        return string.Join('/', parts);
    }

    public override string ToString() => Text;

    private string PatternOf(TemplateSegment segment, int index) => segment.Kind switch
    {
        SegmentKind.Literal => EncodedPath.Reserve(segment.Literal),
        SegmentKind.One => $"{{{ParameterOf(index)}}}",
        _ when Verb.Length > 0 => $"{{**{ParameterOf(index)}:regex({Suffix}$)}}",
        _ => $"{{**{ParameterOf(index)}}}",
    };

    // A slash inside of a segment stays encoded, so that the value still tells it from the slashes between segments.
    private string ValueOf(int index, RouteValueDictionary values)
    {
        var value = values[ParameterOf(index)] as string ?? "";
        var text = Segments[index].Kind == SegmentKind.Rest && value.EndsWith(Suffix, StringComparison.Ordinal) ? value[..^Suffix.Length] : value;
        return string.Join('/', text.Split('/').Select(part => Uri.UnescapeDataString(part).Replace("/", "%2F", StringComparison.Ordinal)));
    }

    // The parameters of a variable over several segments, and those of no variable, have their position in the name: each name is unique.
    private string ParameterOf(int index) =>
        Variables.FirstOrDefault(variable => index >= variable.Start && index < variable.Start + variable.Count) switch
        {
            { Count: 1 } variable => variable.Field,
            { } variable => $"{variable.Field}.{index}",
            null => $"segment.{index}",
        };
}

/// <summary>What a segment of a path template matches; the more it matches, the larger the value.</summary>
internal enum SegmentKind
{
    /// <summary>The one text that it spells out.</summary>
    Literal,

    /// <summary><c>*</c>: any one segment that is not empty.</summary>
    One,

    /// <summary><c>**</c>: the rest of the path, which may be empty.</summary>
    Rest,
}

/// <summary>One segment of a path template.</summary>
internal readonly record struct TemplateSegment(SegmentKind Kind, string Literal)
{
    public override string ToString() => Kind switch
    {
        SegmentKind.Literal => Literal,
        SegmentKind.One => "*",
        _ => "**",
    };
}

/// <summary>A variable of a path template: the field that it fills, and the segments that it takes the value from.</summary>
/// <param name="Field">The field's path as the template spells it, for example <c>run.name</c>.</param>
/// <param name="Start">Index of its first segment.</param>
/// <param name="Count">How many segments of the template it spans.</param>
internal sealed record TemplateVariable(string Field, int Start, int Count);
