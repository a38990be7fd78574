namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource does not start with the application but by its start command.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation
{
}
