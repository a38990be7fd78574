namespace Digits.Gateway.Routing;

/// <summary>A variable of a path template: the field it fills, and the segments it takes the value from.</summary>
/// <param name="Field">The field's path as the template spells it, for example <c>run.name</c>.</param>
/// <param name="Start">Index of its first segment.</param>
/// <param name="Count">How many segments of the template it spans.</param>
internal sealed record TemplateVariable(string Field, int Start, int Count);
