using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Says where a project lies. The build generates one class of this kind, <c>Projects.Name</c>, for each referenced project.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>The project's launch settings; null to read them from its Properties/launchSettings.json.</summary>
    LaunchSettings? LaunchSettings => null;

    /// <summary>Whether the project was built together with the application host.</summary>
    bool SuppressBuild => false;
}
