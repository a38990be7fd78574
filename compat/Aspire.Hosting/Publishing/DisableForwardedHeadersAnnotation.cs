using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Keeps a project from trusting the headers in which a proxy says where a request came from.</summary>
internal sealed class DisableForwardedHeadersAnnotation : IResourceAnnotation
{
}
