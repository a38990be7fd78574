namespace Digits.Gateway.Routing;

/// <summary>What a route table knows of a request.</summary>
/// <param name="Route">The route that answers it, or null.</param>
/// <param name="AllowedMethods">Without a route: the methods that this path does answer; empty for a path nobody knows.</param>
internal readonly record struct RouteMatch(RestRoute? Route, IReadOnlyList<string> AllowedMethods);
