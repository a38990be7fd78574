namespace Digits.Gateway.Routing;

/// <summary>One segment of a path template, variables taken apart.</summary>
internal readonly record struct TemplateSegment(SegmentKind Kind, string Literal)
{
    public override string ToString() => Kind switch
    {
        SegmentKind.Literal => Literal,
        SegmentKind.One => "*",
        _ => "**",
    };
}
