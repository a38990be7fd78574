using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Finds resources that wait for one another in a circle and so would wait for ever.</summary>
internal static class WaitCircle
{
    /// <summary>The circle, its first resource again at the end; null if there is none.</summary>
    public static IReadOnlyList<IResource>? Find(IEnumerable<IResource> resources)
    {
        var done = new HashSet<IResource>();
        var path = new List<IResource>();
        return resources.Select(r => Visit(r, path, done)).FirstOrDefault(circle => circle is not null);
    }

    private static IReadOnlyList<IResource>? Visit(IResource resource, List<IResource> path, HashSet<IResource> done)
    {
        if (path.IndexOf(resource) is >= 0 and var start)
        {
            return [.. path[start..], resource];
        }

        if (!done.Add(resource))
        {
            return null;
        }

        path.Add(resource);
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
        {
            if (Visit(wait.Resource, path, done) is { } circle)
            {
                return circle;
            }
        }

        path.RemoveAt(path.Count - 1);
        return null;
    }
}
