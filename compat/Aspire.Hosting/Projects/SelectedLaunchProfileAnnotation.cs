using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>The launch profile that a project is started with.</summary>
/// <param name="Name">Its name.</param>
internal sealed record SelectedLaunchProfileAnnotation(string Name) : IResourceAnnotation;
