namespace Digits.Gateway.Routing;

/// <summary>All routes, the most specific first.</summary>
internal sealed class RouteTable
{
    private readonly RestRoute[] _withVerb;
    private readonly RestRoute[] _withoutVerb;

    public RouteTable(IEnumerable<RestRoute> routes)
    {
        var ordered = routes.OrderBy(route => route.Template, Comparer<PathTemplate>.Create(PathTemplate.CompareSpecificity)).ToArray();
        Routes = ordered;
        _withVerb = Array.FindAll(ordered, route => route.Template.Verb.Length > 0);
        _withoutVerb = Array.FindAll(ordered, route => route.Template.Verb.Length == 0);
    }

    public IReadOnlyList<RestRoute> Routes { get; }

    /// <summary>
    /// Finds the route of a request. A verb that some route knows at this path is a verb; any other colon belongs to the
    /// last segment's value.
    /// </summary>
    public RouteMatch Match(string method, RequestPath path)
    {
        if (path.Verb.Length > 0)
        {
            var match = Match(_withVerb, method, path);
            if (match.Route is not null || match.AllowedMethods.Count > 0)
            {
                return match;
            }
        }

        return Match(_withoutVerb, method, path);
    }

    private static RouteMatch Match(RestRoute[] routes, string method, RequestPath path)
    {
        List<string>? allowed = null;
        foreach (var route in routes)
        {
            if (!route.Template.Matches(path))
            {
                continue;
            }

            if (string.Equals(route.HttpMethod, method, StringComparison.Ordinal))
            {
                return new RouteMatch(route, []);
            }

            allowed ??= [];
            if (!allowed.Contains(route.HttpMethod))
            {
                allowed.Add(route.HttpMethod);
            }
        }

        return new RouteMatch(null, allowed ?? []);
    }
}
