namespace Aspire.Dashboard.Api;

/// <summary>Which log records are asked for.</summary>
/// <param name="Resource">The shown name of the sender; all if empty.</param>
/// <param name="Level">The lowest level.</param>
/// <param name="Text">A part of the message or category.</param>
/// <param name="Attribute">"name", "name=value" (a part of it) or "name!=value", any number of them.</param>
/// <param name="Trace">A trace in hexadecimal digits.</param>
/// <param name="Span">A span in hexadecimal digits.</param>
/// <param name="Count">At most so many.</param>
internal sealed record LogQuery(string? Resource, string? Level, string? Text, string[]? Attribute, string? Trace, string? Span, int? Count);
