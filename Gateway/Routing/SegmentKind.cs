namespace Digits.Gateway.Routing;

/// <summary>What a segment of a path template matches; the more it matches, the larger the value.</summary>
internal enum SegmentKind
{
    /// <summary>The one text it spells out.</summary>
    Literal,

    /// <summary><c>*</c>: any one segment that is not empty.</summary>
    One,

    /// <summary><c>**</c>: all that is left, be it nothing.</summary>
    Rest,
}
