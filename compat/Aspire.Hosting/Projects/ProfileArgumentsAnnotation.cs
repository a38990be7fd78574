using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>The arguments of a project's launch profile, used if the model has none.</summary>
/// <param name="Arguments">The arguments.</param>
internal sealed record ProfileArgumentsAnnotation(IReadOnlyList<string> Arguments) : IResourceAnnotation;
