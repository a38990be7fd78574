using System.Reflection;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>Where the build put a project's program. The build of the application host writes it down beside <c>Projects.Name</c>.</summary>
/// <param name="TargetPath">The full path of the project's assembly; null if the build did not say.</param>
internal sealed record ProjectOutputAnnotation(string? TargetPath) : IResourceAnnotation
{
    private const string KeyPrefix = "projectoutput:";

    public static ProjectOutputAnnotation Find(IProjectMetadata metadata)
    {
        var key = KeyPrefix + metadata.ProjectPath;
        var output = metadata.GetType().Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == key);
        return new(output?.Value);
    }
}
