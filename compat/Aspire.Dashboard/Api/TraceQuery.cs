namespace Aspire.Dashboard.Api;

/// <summary>Which traces are asked for.</summary>
/// <param name="Resource">The shown name of a resource that has a span in it; all if empty.</param>
/// <param name="Text">A part of the name of any span, or the beginning of the trace's identifier.</param>
/// <param name="Errors">Only those with an error.</param>
/// <param name="Slower">Only those that took at least so many milliseconds.</param>
/// <param name="Count">At most so many.</param>
internal sealed record TraceQuery(string? Resource, string? Text, bool? Errors, double? Slower, int? Count);
