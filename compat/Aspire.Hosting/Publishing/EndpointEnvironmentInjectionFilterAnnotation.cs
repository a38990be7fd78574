using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Says which endpoints of a project it is told to listen at.</summary>
internal sealed record EndpointEnvironmentInjectionFilterAnnotation(Func<EndpointAnnotation, bool> Filter) : IResourceAnnotation;
