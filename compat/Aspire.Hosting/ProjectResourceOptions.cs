namespace Aspire.Hosting;

/// <summary>Choices when a project is added.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile to take; null for the first one that starts a project.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether to take no launch profile at all.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Whether to leave the <c>Kestrel:Endpoints</c> of the project's appsettings alone.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}
